import type { DiagramPath } from '../diagram.ts'
import type { Shown } from './marks.ts'
import { type TextFont, textWidth } from './text-width.ts'

/** What a line of text is: by it the style sheet knows it. */
export type LineRole = 'name' | 'description' | 'order' | 'note' | 'verdict'

/** One line of text, as it is drawn. */
export interface TextLine {
  readonly text: string
  readonly role: LineRole
  readonly shown: Shown
  /** Of a verdict: the way that it belongs to. */
  readonly path: DiagramPath | null
  /** What is said where somebody points at it; empty: nothing. */
  readonly hint: string
  /** How far it is set in, in pixels: more than nothing where it goes on with the line before. */
  readonly indent: number
}

/** The letters of each kind of line. Nothing is smaller than 11 pixels. */
export const fonts: Readonly<Record<LineRole, TextFont>> = {
  name: { size: 13, weight: 'bold' },
  description: { size: 11, weight: 'regular' },
  order: { size: 11, weight: 'regular' },
  note: { size: 12, weight: 'bold' },
  verdict: { size: 12, weight: 'regular' },
}

/** From one line to the next, in pixels. */
export const lineHeights: Readonly<Record<LineRole, number>> = {
  name: 18,
  description: 15,
  order: 15,
  note: 16,
  verdict: 16,
}

export const lineWidth = ({ text, role, indent }: TextLine): number => indent + textWidth(text, fonts[role])

export const widthOfLines = (lines: readonly TextLine[]): number => Math.max(0, ...lines.map(lineWidth))

export const heightOfLines = (lines: readonly TextLine[]): number =>
  lines.reduce((height, { role }) => height + lineHeights[role], 0)
