import type { Diagram, DiagramState } from '../diagram.ts'
import { foldEdges, type Arrow } from '../fold-edges.ts'
import type { Overlay, OverlayMark, ShowOptions } from '../overlay.ts'
import { toneSigns } from '../svg/palette.ts'
import { nestingOf, type Nesting } from './nesting.ts'
import { piece, type TextPiece } from './text-piece.ts'

/** What is needed to write any part of a diagram. */
export interface TextWriting {
  readonly diagram: Diagram
  readonly nesting: Nesting
  readonly overlay: Overlay | undefined
  readonly edges: 'folded' | 'unfolded'
  /** Whether any transition belongs to a path: if not, there is no column for its sign. */
  readonly hasPaths: boolean
  /** The arrows that leave a state, those to the same states beside each other. */
  arrowsOf(state: DiagramState): readonly Arrow[]
}

/** Looks through a diagram for what must be known before its first line is written. */
export function textWriting(diagram: Diagram, { overlay, edges = 'folded' }: ShowOptions): TextWriting {
  const bySource = Map.groupBy(foldEdges(diagram, edges), ({ source }) => source)
  return {
    diagram,
    nesting: nestingOf(diagram),
    overlay,
    edges,
    hasPaths: diagram.edges.some(({ path }) => path !== null),
    arrowsOf: ({ id }) => byTargets(bySource.get(id) ?? []),
  }
}

const byTargets = (arrows: readonly Arrow[]): Arrow[] =>
  [...Map.groupBy(arrows, ({ targets }) => JSON.stringify(targets)).values()].flat()

/** A mark, as it stands after what is marked. */
export function markPieces(mark: OverlayMark | undefined): TextPiece[] {
  return mark === undefined
    ? []
    : [piece(' '), piece(`(${`${toneSigns[mark.tone]} ${mark.note}`.trimEnd()})`, mark.tone)]
}
