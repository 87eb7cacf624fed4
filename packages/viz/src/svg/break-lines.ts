import { breakWord } from './break-word.ts'
import { visibleText } from './escape-xml.ts'
import { cutText, type TextFont, textWidth } from './text-width.ts'

/** What a text has to fit into. */
export interface LineBox {
  /** In pixels. */
  readonly width: number
  /** What comes after so many lines is left out, and the last ends with `…`. */
  readonly lines: number
  readonly font: TextFont
}

/** Longer texts are cut before they are measured. */
const longestText = 4000

/** What stays on one line, and whether it follows what stands before it without a blank. */
interface Piece {
  readonly text: string
  readonly goesOn: boolean
}

/**
 * Breaks a text into lines between its words; a word that is wider than a line is broken itself. A text of several lines is
 * spread over them, so that none holds but its last word.
 *
 * @example
 * const font = { size: 10, weight: 'regular' } as const
 * breakLines('The store has been asked.', { width: 100, lines: 2, font }) // ['The store has', 'been asked.']
 */
export function breakLines(text: string, box: LineBox): string[] {
  const blanks = visibleText(text.slice(0, longestText)).replace(/\s+/gu, ' ').trim()
  // A sign that begins a text stays with its first word.
  const words = blanks.match(/^\S \S+|\S+/gu) ?? []
  const pieces = words.flatMap((word) =>
    breakWord(word, box).map((part, index) => ({ text: part, goesOn: index > 0 })),
  )
  const lines = fill(pieces, box, box.width)
  if (lines.length < 2) return lines
  const narrower = [0.6, 0.7, 0.8, 0.9].map((part) => fill(pieces, box, box.width * part))
  const whole = lengthOf(lines)
  return narrower.find((each) => lengthOf(each) === whole && each.length === lines.length) ?? lines
}

/** As many pieces in each line as `width` holds, which is no more than that of the box. */
function fill(pieces: readonly Piece[], box: LineBox, width: number): string[] {
  const lines: string[] = []
  for (const { text, goesOn } of pieces) {
    const last = lines.at(-1)
    const longer = `${last ?? ''}${goesOn ? '' : ' '}${text}`
    if (last !== undefined && textWidth(longer, box.font) <= width) lines[lines.length - 1] = longer
    else if (lines.length < box.lines) lines.push(text)
    else return [...lines.slice(0, -1), cutText(`${last ?? ''} …`, box.width, box.font)]
  }
  return lines
}

/** By it is seen whether anything was left out: where a line ends, a blank may be, or none. */
const lengthOf = (lines: readonly string[]): number => lines.join('').replaceAll(' ', '').length
