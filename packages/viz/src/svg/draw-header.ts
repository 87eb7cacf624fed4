import type { Diagram } from '../diagram.ts'
import type { Overlay } from '../overlay.ts'
import { breakLines } from './break-lines.ts'
import type { DrawnBlock } from './draw-legend.ts'
import { drawLines } from './draw-text.ts'
import { escapeXml } from './escape-xml.ts'
import { plainLines } from './plain-lines.ts'
import { nameOf, saidOf } from './said-of.ts'
import { heightOfLines } from './text-line.ts'
import { svgElement } from './svg-element.ts'
import { verdictLines } from './verdict-lines.ts'

const nameFont = { size: 18, weight: 'bold' } as const
const nameHeight = 28
const nameLine = 24
const widestText = 900

/** The machine's name, what is said of the whole of it, what it takes in any state without leaving it, and the overlay's title. */
export function drawHeader(
  { root, edges }: Diagram,
  overlay: Overlay | undefined,
  width: number,
): DrawnBlock {
  const names = breakLines(nameOf(root), { width, lines: 3, font: nameFont })
  const place = { shown: 'plain', width: Math.min(width, widestText) } as const
  const lines = [
    ...plainLines(overlay?.title ?? '', { ...place, role: 'note', most: 2 }),
    ...saidOf(root).flatMap(([role, text, most]) => plainLines(text, { ...place, role, most })),
    ...verdictLines(
      edges.filter(({ source, targets }) => source === '' && targets.length === 0),
      overlay,
    ),
  ]
  const title = names.map((name, index) =>
    svgElement(
      'text',
      { x: 0, y: 18 + index * nameLine, 'font-size': nameFont.size, class: 'bold' },
      escapeXml(name),
    ),
  )
  const below = nameHeight + (names.length - 1) * nameLine
  return {
    markup: [...title, ...drawLines(lines, { x: 0, y: below })].join('\n'),
    height: below + heightOfLines(lines),
  }
}
