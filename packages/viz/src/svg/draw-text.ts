import { escapeXml } from './escape-xml.ts'
import type { Point } from './picture.ts'
import { toneClasses } from './picture-style.ts'
import { svgElement } from './svg-element.ts'
import { fonts, lineHeights, type TextLine } from './text-line.ts'

/** Lines of text below each other, from the top left corner. */
export function drawLines(lines: readonly TextLine[], { x, y }: Point): string[] {
  let top = y
  return lines.map((line) => {
    const height = lineHeights[line.role]
    top += height
    // A third of the line is above capital letters and below the base line.
    return drawLine(line, { x, y: top - height * 0.29 })
  })
}

/** One line of text on its base line. A verdict is coloured as its arrow is. */
export function drawLine({ text, role, shown, path, hint }: TextLine, { x, y }: Point): string {
  const { size, weight } = fonts[role]
  const classes = [
    ...(weight === 'bold' ? ['bold'] : []),
    ...(role === 'description' || role === 'order' ? ['quiet'] : []),
  ]
  const letters = svgElement(
    'text',
    { x, y, 'font-size': size, class: classes.length === 0 ? undefined : classes.join(' ') },
    escapeXml(text),
  )
  if (role !== 'verdict')
    return role === 'note' ? svgElement('g', { class: `note${toneClasses(shown)}` }, letters) : letters
  const title = hint === '' ? '' : svgElement('title', {}, escapeXml(hint))
  return svgElement(
    'g',
    { class: `verdict path-${path ?? 'none'}${toneClasses(shown)}` },
    `${title}${letters}`,
  )
}
