import type { DiagramEdge } from '../diagram.ts'
import { labelOf } from '../label-of.ts'
import type { Overlay } from '../overlay.ts'
import { visibleText } from './escape-xml.ts'
import { edgeHint } from './hints.ts'
import { shownAs } from './marks.ts'
import { toneSigns } from './palette.ts'
import type { TextLine } from './text-line.ts'
import { fonts } from './text-line.ts'
import { cutText } from './text-width.ts'

/** In pixels. What is longer is cut; the hint has the whole of it. */
const widest = 280

/** Longer texts are cut before they are measured. */
const longest = 400

/** A line for each edge: its label, and what the overlay says of it. */
export function verdictLines(edges: readonly DiagramEdge[], overlay: Overlay | undefined): TextLine[] {
  return edges.map((edge) => {
    const mark = overlay?.edges.get(edge.id)
    const sign = mark === undefined ? '' : `${toneSigns[mark.tone]} `
    const note =
      mark === undefined || mark.note === '' ? '' : ` · ${visibleText(mark.note.slice(0, longest))}`
    const label = cutText(`${sign}${visibleText(labelOf(edge).slice(0, longest))}`, widest, fonts.verdict)
    const text = `${label}${cutText(note, widest, fonts.verdict)}`
    const { path } = edge
    return { text, role: 'verdict', shown: shownAs(mark, overlay), path, hint: edgeHint(edge) }
  })
}
