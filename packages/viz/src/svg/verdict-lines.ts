import type { DiagramEdge } from '../diagram.ts'
import { labelOf } from '../label-of.ts'
import type { Overlay } from '../overlay.ts'
import { breakLines } from './break-lines.ts'
import { edgeHint } from './hints.ts'
import { shownAs } from './marks.ts'
import { toneSigns } from './palette.ts'
import { fonts, type TextLine } from './text-line.ts'

/** In pixels. What is longer goes on in a further line, which is set in. */
const widest = 280
const indent = 12

/** More than that nobody reads beside a line; the hint has three times as much. */
const mostLines = 8

/** What the overlay says of an edge is no longer than its label may be. */
const longest = 1000

/** A line, or several, for each edge: its label, and what the overlay says of it. */
export function verdictLines(edges: readonly DiagramEdge[], overlay: Overlay | undefined): TextLine[] {
  return edges.flatMap((edge) => {
    const mark = overlay?.edges.get(edge.id)
    const sign = mark === undefined ? '' : `${toneSigns[mark.tone]} `
    const note = mark === undefined || mark.note === '' ? '' : ` · ${mark.note.slice(0, longest)}`
    const text = `${sign}${labelOf(edge).slice(0, longest)}${note}`
    const lines = breakLines(text, { width: widest, lines: mostLines, font: fonts.verdict })
    const { path } = edge
    const [shown, hint] = [shownAs(mark, overlay), edgeHint(edge)]
    // An event may have a name that nobody sees.
    return (lines.length === 0 ? [''] : lines).map((line, index): TextLine => ({
      ...{ text: line, role: 'verdict', shown, path, hint },
      indent: index === 0 ? 0 : indent,
    }))
  })
}
