import type { Diagram } from '../diagram.ts'
import type { ShowOptions } from '../overlay.ts'
import { dotArrows } from './dot-arrows.ts'
import { dotLegend } from './dot-legend.ts'
import { dotStates } from './dot-states.ts'
import { dotAttributes, dotLines, dotName } from './dot-text.ts'
import { dotPalette, dotWriting } from './dot-writing.ts'

/**
 * Writes a diagram in DOT, the language of Graphviz: the same bytes for the same diagram.
 *
 * A state that holds others is a cluster, regions have dashed borders, final states two. Lines have the colours of their
 * paths, and a sign before their labels. Whoever points at a state or a line, in a picture that Graphviz makes of it,
 * is told its description or its actions. What a state that holds others does as a whole, and what leads from it to
 * within it, leaves from a dashed box in its cluster.
 *
 * @example
 * const text = toDot(toDiagram(transactionMachine))
 * text.startsWith('digraph "transaction" {') // true
 */
export function toDot(diagram: Diagram, options: ShowOptions = {}): string {
  const writing = dotWriting(diagram, options)
  const lines = [
    ...defaults(diagram, options),
    ...dotStates(diagram.root, writing),
    ...dotArrows(writing),
    ...dotLegend(writing),
  ]
  return [`digraph ${dotName(diagram.id)} {`, ...lines.map((line) => `  ${line}`), '}', ''].join('\n')
}

/** Graphviz measures text by the fonts that it knows, and falls back along a list of them. */
const fontname = '"Helvetica,Arial,sans-serif"'

function defaults(diagram: Diagram, { overlay }: ShowOptions): string[] {
  const { text, border, box, page, path } = dotPalette
  const title = [diagram.root.name, ...(overlay === undefined ? [] : [overlay.title])]
  const graph = {
    // Lines may end at the border of a cluster.
    compound: 'true',
    rankdir: 'TB',
    bgcolor: `"${page}"`,
    fontname,
    fontsize: 13,
    label: dotLines(title),
    labelloc: 't',
    nodesep: 0.4,
    ranksep: 0.5,
    tooltip: dotLines(title),
  }
  const node = { shape: 'box', style: '"rounded,filled"', fillcolor: `"${box}"`, color: `"${border}"` }
  const letters = { fontname, fontsize: 12, fontcolor: `"${text}"` }
  const edge = { color: `"${path.none}"`, fontname, fontsize: 11, arrowsize: 0.8 }
  return [
    `graph ${dotAttributes(graph)}`,
    `node ${dotAttributes({ ...node, ...letters })}`,
    `edge ${dotAttributes(edge)}`,
  ]
}
