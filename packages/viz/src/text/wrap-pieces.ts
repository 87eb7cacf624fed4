import { displayWidth } from './display-width.ts'
import { lineWidth, type TextLine, type TextPiece } from './text-piece.ts'

/**
 * Lines of at most `width` columns. Each group stays on one line, a blank between each two; one that is wider than a line
 * is broken at its blanks, and what still is too wide, anywhere.
 */
export function wrapPieces(groups: readonly TextLine[], width: number): TextPiece[][] {
  const lines: TextPiece[][] = []
  let line: TextPiece[] = []
  for (const group of groups.flatMap((one) => breakGroup(one, Math.max(width, 1)))) {
    if (line.length > 0 && lineWidth(line) + 1 + lineWidth(group) > width) {
      lines.push(line)
      line = [...group]
    } else {
      line = line.length === 0 ? [...group] : [...line, { text: ' ', style: 'plain' }, ...group]
    }
  }
  return line.length === 0 ? lines : [...lines, line]
}

function breakGroup(group: TextLine, width: number): TextLine[] {
  if (lineWidth(group) <= width) return [group]
  return group.flatMap(({ text, style }) =>
    text
      .split(' ')
      .filter((word) => word !== '')
      .flatMap((word) => breakWord(word, width))
      .map((part) => [{ text: part, style }]),
  )
}

function breakWord(word: string, width: number): string[] {
  const parts: string[] = []
  let part = ''
  let columns = 0
  for (const sign of word) {
    const more = displayWidth(sign)
    if (part !== '' && columns + more > width) {
      parts.push(part)
      part = ''
      columns = 0
    }
    part += sign
    columns += more
  }
  return [...parts, part]
}
