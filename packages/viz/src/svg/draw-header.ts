import type { Diagram } from '../diagram.ts'
import type { Overlay } from '../overlay.ts'
import { breakLines } from './break-lines.ts'
import type { DrawnBlock } from './draw-legend.ts'
import { drawLines } from './draw-text.ts'
import { escapeXml } from './escape-xml.ts'
import { invokeTexts } from './state-card.ts'
import { fonts, heightOfLines, type LineRole, type TextLine } from './text-line.ts'
import { svgElement } from './svg-element.ts'
import { verdictLines } from './verdict-lines.ts'

const nameFont = { size: 18, weight: 'bold' } as const
const nameHeight = 28
const widestText = 900

/** The machine's name, what is said of the whole of it, what it takes in any state without leaving it, and the overlay's title. */
export function drawHeader(
  { root, edges }: Diagram,
  overlay: Overlay | undefined,
  width: number,
): DrawnBlock {
  const [name = '(no name)'] = breakLines(root.name, { width, lines: 1, font: nameFont })
  const broken = (role: LineRole, text: string, lines: number): TextLine[] =>
    breakLines(text, { width: Math.min(width, widestText), lines, font: fonts[role] }).map((line) => ({
      ...{ text: line, role, shown: 'plain', path: null, hint: '' },
    }))
  const list = (what: string, names: readonly string[]): TextLine[] =>
    names.length === 0 ? [] : broken('order', `${what} / ${names.join(', ')}`, 3)
  const lines = [
    ...broken('note', overlay?.title ?? '', 2),
    ...broken('description', root.description, 4),
    ...(root.kind === 'parallel' ? broken('order', 'all of these at once', 1) : []),
    ...list('entry', root.entry),
    ...list('begin', root.initialActions),
    ...list('exit', root.exit),
    ...list('invoke', invokeTexts(root.invokes)),
    ...list('tags', root.tags),
    ...verdictLines(
      edges.filter(({ source, targets }) => source === '' && targets.length === 0),
      overlay,
    ),
  ]
  const title = svgElement(
    'text',
    { x: 0, y: 18, 'font-size': nameFont.size, class: 'bold' },
    escapeXml(name),
  )
  return {
    markup: [title, ...drawLines(lines, { x: 0, y: nameHeight })].join('\n'),
    height: nameHeight + heightOfLines(lines),
  }
}
