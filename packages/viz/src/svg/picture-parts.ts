import type { Diagram } from '../diagram.ts'
import { type Arrow, foldEdges } from '../fold-edges.ts'
import type { ShowOptions } from '../overlay.ts'
import { shownTogether } from './marks.ts'
import type { PictureArrow, PictureParts } from './picture.ts'
import { stateCard } from './state-card.ts'
import { verdictLines } from './verdict-lines.ts'

/**
 * What is drawn of a diagram. Transitions without a target stand in the box of their state, as statecharts have it, and
 * all that lead from a state to itself are one arrow.
 */
export function pictureParts(diagram: Diagram, { overlay, edges = 'folded' }: ShowOptions): PictureParts {
  const staying = Map.groupBy(
    diagram.edges.filter(({ targets }) => targets.length === 0),
    ({ source }) => source,
  )
  const leading = foldEdges(diagram, edges).filter(({ targets }) => targets.length > 0)
  const loops = Map.groupBy(leading.filter(isLoop), ({ source }) => source)
  const draw = (arrows: readonly Arrow[]): PictureArrow[] => {
    const [first] = arrows
    if (first === undefined) return []
    const all = arrows.flatMap((arrow) => arrow.edges)
    const path = arrows.every((arrow) => arrow.path === first.path) ? first.path : null
    const { source, targets } = first
    return [{ source, targets, path, shown: shownTogether(all, overlay), label: verdictLines(all, overlay) }]
  }
  return {
    cards: diagram.states.map((state) => stateCard(state, staying.get(state.id) ?? [], overlay)),
    arrows: [
      ...leading.filter((arrow) => !isLoop(arrow)).flatMap((arrow) => draw([arrow])),
      ...[...loops.values()].flatMap(draw),
    ],
  }
}

const isLoop = ({ source, targets: [target, ...others] }: Arrow): boolean =>
  target === source && others.length === 0
