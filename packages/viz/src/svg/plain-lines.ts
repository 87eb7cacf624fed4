import { breakLines } from './break-lines.ts'
import type { Shown } from './marks.ts'
import { fonts, type LineRole, type TextLine } from './text-line.ts'

/** Where a text has its place, and how it is shown. */
export interface PlainText {
  readonly role: LineRole
  readonly shown: Shown
  /** In pixels. */
  readonly width: number
  readonly most: number
}

/** The lines of a text that belongs to no transition. */
export const plainLines = (text: string, { role, shown, width, most }: PlainText): TextLine[] =>
  breakLines(text, { width, lines: most, font: fonts[role] }).map((line) => ({
    ...{ text: line, role, shown, path: null, hint: '', indent: 0 },
  }))
