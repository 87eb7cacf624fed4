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

/**
 * Breaks a text into lines between its words; a word that is wider than a line is cut. A text of several lines is spread
 * over them, so that none holds but its last word.
 *
 * @example
 * const font = { size: 10, weight: 'regular' } as const
 * breakLines('The store has been asked.', { width: 100, lines: 2, font }) // ['The store has', 'been asked.']
 */
export function breakLines(text: string, box: LineBox): string[] {
  const words = visibleText(text.slice(0, longestText))
    .split(/\s+/u)
    .filter((word) => word !== '')
  const lines = fill(words, box)
  const narrower = [0.6, 0.7, 0.8, 0.9].map((part) => fill(words, { ...box, width: box.width * part }))
  const spread = narrower.find((each) => each.join(' ') === lines.join(' ') && each.length === lines.length)
  return lines.length < 2 ? lines : (spread ?? lines)
}

/** As many words in each line as it holds. */
function fill(words: readonly string[], box: LineBox): string[] {
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    const longer = `${last ?? ''} ${word}`
    if (last !== undefined && textWidth(longer, box.font) <= box.width) lines[lines.length - 1] = longer
    else if (lines.length < box.lines) lines.push(word)
    else return [...lines.slice(0, -1), `${last ?? ''} …`].map((line) => cutText(line, box.width, box.font))
  }
  return lines.map((line) => cutText(line, box.width, box.font))
}
