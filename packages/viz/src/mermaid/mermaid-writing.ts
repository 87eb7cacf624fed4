import type { Diagram, DiagramEdge, DiagramState } from '../diagram.ts'
import { foldEdges } from '../fold-edges.ts'
import type { Overlay, OverlayMark, ShowOptions } from '../overlay.ts'
import { toneSigns } from '../svg/palette.ts'
import { drawnEnds, type DrawnEnds } from '../text/drawn-ends.ts'
import { nestingOf, type Nesting } from '../text/nesting.ts'
import { stateCaption } from '../text/state-caption.ts'
import { wrapText } from '../wrap-text.ts'
import { mermaidIds, type MermaidIds } from './mermaid-ids.ts'

/**
 * What one line shows. Mermaid has no style for lines, and lays those from one frame to one state upon each other: the
 * transitions of all paths from one state to another go by one line, where they are folded.
 */
export interface MermaidWay {
  readonly source: string
  readonly targets: readonly string[]
  readonly edges: readonly DiagramEdge[]
}

/** What is needed to write any part of a diagram. */
export interface MermaidWriting {
  readonly diagram: Diagram
  readonly ways: readonly MermaidWay[]
  readonly overlay: Overlay | undefined
  readonly nesting: Nesting
  readonly ids: MermaidIds
  /** By the `id` of a state: the name of the box that stands for it as a whole, where one is needed. */
  readonly wholes: ReadonlyMap<string, string>
  /** The name of the frame around a machine whose states are regions: Mermaid has none but within a state. */
  readonly frame: string | null
  /** The name of the box that says what signs and marks mean; `null` where there is none of them. */
  readonly legend: string | null
}

/** Looks through a diagram for what must be known before its first line is written. */
export function mermaidWriting(diagram: Diagram, { overlay, edges }: ShowOptions): MermaidWriting {
  const ids = mermaidIds(diagram.states.map(({ id }) => id))
  const nesting = nestingOf(diagram)
  const ways = edges === 'unfolded' ? foldEdges(diagram, edges) : bundle(diagram)
  const ends = ways.flatMap((way) => endsOf(way, nesting)).flatMap(({ from, to }) => [from, to])
  const needed = new Set(ends.filter(({ whole }) => whole).map(({ id }) => id))
  const frames = [diagram.root, ...diagram.states.filter(({ id }) => nesting.childrenOf(id).length > 0)]
  const boxed = frames.filter((frame) => needed.has(frame.id) || captionOf(frame, overlay).length > 0)
  const wholes = new Map(
    boxed.map(({ id }) => [id, ids.next(`whole_${id === '' ? diagram.id : ids.of(id)}`)]),
  )
  const frame = diagram.root.kind === 'parallel' && diagram.states.length > 0 ? ids.next(diagram.id) : null
  const hasPaths = diagram.edges.some(({ path }) => path !== null)
  const legend = hasPaths || overlay !== undefined ? ids.next('legend') : null
  return { diagram, ways, overlay, nesting, ids, wholes, frame, legend }
}

function bundle(diagram: Diagram): MermaidWay[] {
  const arrows = foldEdges(diagram, 'folded')
  const bundles = Map.groupBy(arrows, ({ source, targets }) => JSON.stringify([source, targets]))
  return [...bundles.values()].flatMap((bundled) =>
    bundled.slice(0, 1).map((arrow) => ({ ...arrow, edges: bundled.flatMap(({ edges }) => edges) })),
  )
}

/**
 * The lines of an arrow, one for each of its targets: where it has none, it leads back. Mermaid begins a line that leaves
 * a frame somewhere within it, and puts its label over what lies there: lines leave from the box beside the frame.
 */
export function endsOf({ source, targets }: Omit<MermaidWay, 'edges'>, nesting: Nesting): DrawnEnds[] {
  const isFrame = nesting.childrenOf(source).length > 0
  return (targets.length === 0 ? [source] : [...new Set(targets)])
    .map((target) => drawnEnds(source, target, nesting))
    .map(({ from, to }) => ({ from: { ...from, whole: from.whole || isFrame }, to }))
}

/** The name of what is drawn at one end of a line. */
export function endId({ id, whole }: DrawnEnds['from'], { ids, wholes }: MermaidWriting): string {
  return (whole ? wholes.get(id) : undefined) ?? ids.of(id)
}

/** What a box says below its name. */
export function captionOf(state: DiagramState, overlay: Overlay | undefined): string[] {
  const mark = overlay?.states.get(state.id)
  return [
    ...(state.kind === 'shallowHistory' ? ['H: the state last left'] : []),
    ...(state.kind === 'deepHistory' ? ['H*: the states last left, at any depth'] : []),
    ...(mark === undefined ? [] : [markText(mark)]),
    ...wrapText(state.description, captionWidth),
    ...stateCaption(state),
  ]
}

/** Characters a line. Mermaid sets each line unbroken: wide boxes make a picture whose text is small. */
const captionWidth = 36

/** A mark in words: its sign, and what it says. */
export const markText = ({ tone, note }: OverlayMark): string => `${toneSigns[tone]} ${note}`.trimEnd()
