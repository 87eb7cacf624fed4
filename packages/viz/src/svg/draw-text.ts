import { escapeXml } from './escape-xml.ts'
import type { Point } from './picture.ts'
import { toneClasses } from './picture-style.ts'
import { svgElement } from './svg-element.ts'
import { fonts, lineHeights, type TextLine } from './text-line.ts'

/** A line, and where its base line begins. */
interface PlacedLine {
  readonly line: TextLine
  readonly at: Point
}

/** Lines of text below each other, from the top left corner. */
export function drawLines(lines: readonly TextLine[], { x, y }: Point): string[] {
  let top = y
  const texts: PlacedLine[][] = []
  for (const line of lines) {
    const height = lineHeights[line.role]
    top += height
    // A third of the line is above capital letters and below the base line.
    const placed = { line, at: { x: x + line.indent, y: top - height * 0.29 } }
    const before = texts.at(-1)
    if (line.indent > 0 && before !== undefined) before.push(placed)
    else texts.push([placed])
  }
  return texts.map(drawText)
}

/** The lines of one text. A verdict is coloured as its arrow is. */
function drawText(placed: readonly PlacedLine[]): string {
  const letters = placed.map(drawLetters).join('')
  const [first] = placed
  if (first === undefined) return ''
  const { role, shown, path, hint } = first.line
  if (role === 'note') return svgElement('g', { class: `note${toneClasses(shown)}` }, letters)
  if (role !== 'verdict') return letters
  const title = hint === '' ? '' : svgElement('title', {}, escapeXml(hint))
  const classes = `verdict path-${path ?? 'none'}${toneClasses(shown)}`
  return svgElement('g', { class: classes }, `${title}${letters}`)
}

function drawLetters({ line: { text, role }, at }: PlacedLine): string {
  const { size, weight } = fonts[role]
  const classes = [
    ...(weight === 'bold' ? ['bold'] : []),
    ...(role === 'description' || role === 'order' ? ['quiet'] : []),
  ]
  return svgElement(
    'text',
    { ...at, 'font-size': size, class: classes.length === 0 ? undefined : classes.join(' ') },
    escapeXml(text),
  )
}
