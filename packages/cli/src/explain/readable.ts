import { printable } from '../printable.ts'
import type { Screen } from '../terminal.ts'

/** How what is less important is shown. */
export type Tone = 'plain' | 'coloured'

/** How it is shown on this screen. */
export const toneOf = (screen: Screen | undefined): Tone =>
  screen?.hasColour === true ? 'coloured' : 'plain'

/** Text of ours with parts that came from elsewhere; it may have the few signs that our texts themselves have. */
export const readable = (text: string): string =>
  text
    .split(/([§…→])/)
    .map((part) => (/^[§…→]$/.test(part) ? part : printable(part)))
    .join('')

/** Text that a reader may skip. */
export const faint = (text: string, tone: Tone): string =>
  tone === 'coloured' ? `\u001b[90m${text}\u001b[39m` : text

/** A heading, and lines that belong to it. Nothing where there are none. */
export const section = (heading: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `\n${heading}\n${lines.map((line) => `  ${line}\n`).join('')}`
