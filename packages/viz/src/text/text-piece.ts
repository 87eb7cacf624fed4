import type { DiagramPath } from '../diagram.ts'
import type { OverlayTone } from '../overlay.ts'
import { visibleText } from '../svg/escape-xml.ts'
import { displayWidth } from './display-width.ts'

/** What a piece of text is, by which it gets its colour. */
export type TextStyle = 'plain' | 'strong' | 'faint' | DiagramPath | OverlayTone

/** Text of one style, of which nothing moves the cursor or is obeyed by a terminal. */
export interface TextPiece {
  readonly text: string
  readonly style: TextStyle
}

/** One line. */
export type TextLine = readonly TextPiece[]

/** The one way to a piece: whatever the machine names, nothing but visible signs comes out. */
export const piece = (text: string, style: TextStyle = 'plain'): TextPiece => ({
  text: visibleText(text),
  style,
})

/** The columns that a line takes. */
export const lineWidth = (line: TextLine): number =>
  line.reduce((width, { text }) => width + displayWidth(text), 0)

/**
 * The codes of ECMA-48 for each style: the colours are those of the terminal's own palette, so that they go with its
 * background.
 */
const codes: Readonly<Record<TextStyle, string>> = {
  plain: '',
  strong: '1',
  faint: '2',
  hit: '32',
  miss: '34',
  pass: '35',
  error: '31',
  background: '33',
  walked: '1;36',
  busy: '1;33',
  covered: '32',
  partly: '33',
  uncovered: '1;31',
  added: '1;32',
  removed: '1;31',
  changed: '1;35',
}

/** A line as it is sent. */
export function writeLine(line: TextLine, colour: 'ansi' | 'none'): string {
  const plain = line
    .map(({ text }) => text)
    .join('')
    .trimEnd()
  if (colour === 'none') return plain
  return line.map(coloured).join('').trimEnd()
}

function coloured({ text, style }: TextPiece): string {
  const code = codes[style]
  return code === '' || text.trim() === '' ? text : `\u001b[${code}m${text}\u001b[0m`
}
