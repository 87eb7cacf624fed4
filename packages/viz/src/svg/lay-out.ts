import type { ELK, ElkEdgeSection, ElkNode } from 'elkjs/lib/elk-api.js'
import { countCrossings } from './count-crossings.ts'
import { graphNames, layoutGraph } from './layout-graph.ts'
import { layoutSettings } from './layout-settings.ts'
import { PictureError } from './picture-error.ts'
import type { Area, PictureParts, PlacedPicture, Point } from './picture.ts'

/**
 * Gives everything its place. ELK tries to cross as few lines as it can, and where it ends depends on where it begins:
 * it is asked several times, always in the same ways, and the picture with the fewest crossings is taken.
 *
 * @throws PictureError (`ERR_PICTURE`, `cannot be laid out`).
 */
export async function layOut(parts: PictureParts): Promise<PlacedPicture> {
  const elk = await startElk()
  const settings = layoutSettings(parts)
  let best: { readonly picture: PlacedPicture; readonly cost: number } | undefined
  let failure: unknown
  for (const layoutOptions of settings) {
    const graph = { ...layoutGraph(parts), layoutOptions }
    try {
      // oxlint-disable-next-line no-await-in-loop -- the work is done in this thread, one after the other
      const picture = placePicture(parts, await elk.layout(graph))
      const cost = settings.length > 1 ? costOf(picture) : 0
      if (best === undefined || cost < best.cost) best = { picture, cost }
    } catch (error) {
      failure = error
    }
  }
  if (best !== undefined) return best.picture
  const { length } = parts.cards
  throw new PictureError('cannot be laid out', `ELK fails on its ${length} states`, { cause: failure })
}

/** It is loaded when it is first needed: it is large. */
async function startElk(): Promise<ELK> {
  const { default: loaded } = await import('elkjs/lib/elk.bundled.js')
  return new loaded.default()
}

/** A crossing weighs as much as so many pixels of lines. */
const crossingWeight = 600

function costOf({ arrows, starts }: PlacedPicture): number {
  const lines = [...arrows.flatMap(({ routes }) => routes), ...starts.map(({ route }) => route)]
  const lengths = lines.flatMap((points) =>
    points
      .slice(1)
      .map(
        (to, index) => Math.abs(to.x - (points[index]?.x ?? 0)) + Math.abs(to.y - (points[index]?.y ?? 0)),
      ),
  )
  return countCrossings(lines) * crossingWeight + lengths.reduce((sum, length) => sum + length, 0)
}

function placePicture({ cards, arrows }: PictureParts, root: ElkNode): PlacedPicture {
  const nodes = new Map(withAllIn(root).map((node) => [node.id, node]))
  const edges = new Map((root.edges ?? []).map((edge) => [edge.id, edge]))
  const areaOf = (id: string): Area => toArea(nodes.get(id) ?? {})
  const routeOf = (id: string): Point[] => (edges.get(id)?.sections ?? []).flatMap(toRoute)
  const [anywhere] = arrows.some(({ source }) => source === '') ? [areaOf(graphNames.anywhere)] : []
  return {
    ...{ width: root.width ?? 0, height: root.height ?? 0, anywhere: anywhere ?? null },
    cards: cards.map((card, index) => {
      const node = nodes.get(graphNames.state(index))
      return { card, area: toArea(node ?? {}), holdsOthers: (node?.children ?? []).length > 0 }
    }),
    arrows: arrows.map((arrow, index) => ({
      arrow,
      routes: arrow.targets.map((_, ordinal) => routeOf(graphNames.arrow(index, ordinal))),
      label: toArea(edges.get(graphNames.arrow(index, 0))?.labels?.[0] ?? {}),
    })),
    starts: cards.flatMap(({ state }, index) =>
      state.initial
        ? [{ area: areaOf(graphNames.start(index)), route: routeOf(graphNames.startEdge(index)) }]
        : [],
    ),
  }
}

const withAllIn = (node: ElkNode): ElkNode[] => [node, ...(node.children ?? []).flatMap(withAllIn)]

const toArea = ({ x = 0, y = 0, width = 0, height = 0 }: Partial<Area>): Area => ({ x, y, width, height })

const toRoute = ({ startPoint, bendPoints = [], endPoint }: ElkEdgeSection): Point[] =>
  [startPoint, ...bendPoints, endPoint].map(({ x, y }) => ({ x, y }))
