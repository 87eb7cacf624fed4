import type { Diagram, DiagramState } from '../diagram.ts'
import { foldEdges, type Arrow } from '../fold-edges.ts'
import type { Overlay, OverlayMark, ShowOptions } from '../overlay.ts'
import { palettes, toneSigns } from '../svg/palette.ts'
import { drawnEnds, type DrawnEnds } from '../text/drawn-ends.ts'
import { nestingOf, type Nesting } from '../text/nesting.ts'
import { dotNames, type DotNames } from './dot-names.ts'

/** Graphviz knows one theme: most of its pictures are shown, or printed, on white. */
export const dotPalette = palettes.light

/** What is needed to write any part of a diagram. */
export interface DotWriting {
  readonly diagram: Diagram
  readonly arrows: readonly Arrow[]
  readonly overlay: Overlay | undefined
  readonly nesting: Nesting
  readonly names: DotNames
  /** By the `id` of a state: the name of the box that stands for it as a whole, where one is needed. */
  readonly wholes: ReadonlyMap<string, string>
}

/** Looks through a diagram for what must be known before its first line is written. */
export function dotWriting(diagram: Diagram, { overlay, edges }: ShowOptions): DotWriting {
  const names = dotNames(diagram.states.map(({ id }) => id))
  const nesting = nestingOf(diagram)
  const arrows = foldEdges(diagram, edges ?? 'folded')
  const ends = arrows.flatMap((arrow) => endsOf(arrow, nesting)).flatMap(({ from, to }) => [from, to])
  const needed = new Set(ends.filter(({ whole }) => whole).map(({ id }) => id))
  const frames = [diagram.root, ...diagram.states]
  const boxed = frames.filter((frame) => needed.has(frame.id) || (frame.id === '' && saysSomething(frame)))
  const wholes = new Map(boxed.map(({ id, name }) => [id, names.next(`${name}, as a whole`)]))
  return { diagram, arrows, overlay, nesting, names, wholes }
}

/** The lines of an arrow, one for each of its targets: where it has none, it leads back. */
export function endsOf({ source, targets }: Arrow, nesting: Nesting): DrawnEnds[] {
  return (targets.length === 0 ? [source] : [...new Set(targets)]).map((target) =>
    drawnEnds(source, target, nesting),
  )
}

/** One end of a line: a node, and where that stands for a frame, the cluster at whose border the line ends. */
export interface DotEnd {
  readonly node: string
  readonly cluster: string | null
}

/** Graphviz knows lines between nodes alone: that of a frame is the one where it begins. */
export function endOf({ id, whole }: DrawnEnds['from'], writing: DotWriting): DotEnd {
  const box = whole ? writing.wholes.get(id) : undefined
  if (box !== undefined) return { node: box, cluster: null }
  const leaf = firstLeaf(id, writing.nesting)
  return { node: writing.names.of(leaf), cluster: leaf === id ? null : clusterName(id, writing) }
}

function firstLeaf(id: string, nesting: Nesting): string {
  const children = nesting.childrenOf(id)
  const child = children.find(({ initial }) => initial) ?? children[0]
  return child === undefined ? id : firstLeaf(child.id, nesting)
}

/** Graphviz takes for a frame what is so called. */
export const clusterName = (id: string, { names }: DotWriting): string => `cluster_${names.of(id)}`

/** A mark in words: its sign, and what it says. */
export const markText = ({ tone, note }: OverlayMark): string => `${toneSigns[tone]} ${note}`.trimEnd()

/** The colour of a mark; of what has none, what it would have without marks, or that of what stands back. */
export function markColour(
  mark: OverlayMark | undefined,
  plain: string,
  overlay: Overlay | undefined,
): string {
  if (mark !== undefined) return dotPalette.tone[mark.tone]
  return overlay?.rest === 'faded' ? dotPalette.tone.rest : plain
}

const saysSomething = ({ entry, exit, initialActions, invokes, tags, description }: DiagramState): boolean =>
  [entry, exit, initialActions, invokes, tags, description].some(({ length }) => length > 0)
