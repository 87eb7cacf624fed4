import { type TextFont, textWidth } from './text-width.ts'

/** How much of a word there is room for. */
interface WordBox {
  /** In pixels. */
  readonly width: number
  readonly font: TextFont
}

/**
 * Where a word may be broken, the best first: before a guard, after a sign between names, at the humps of a name, between
 * letters with what stands above and below them, anywhere.
 */
const seams: readonly RegExp[] = [
  /(?=\[)/u,
  /(?<=[.,:;/|_)\]-])/u,
  /(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u,
  /(?=\P{Mark})/u,
  /(?:)/u,
]

/**
 * The parts of a word that is wider than a line, each as long as the line can hold; one of those that fit is whole.
 *
 * @example
 * const box = { width: 60, font: { size: 10, weight: 'regular' } } as const
 * breakWord('revalidateStored', box) // ['revalidate', 'Stored']
 */
export function breakWord(word: string, box: WordBox): string[] {
  return breakAt(word, seams, box)
}

function breakAt(word: string, [seam, ...worse]: readonly RegExp[], box: WordBox): string[] {
  if (seam === undefined || textWidth(word, box.font) <= box.width) return [word]
  const lines: string[] = []
  let room = 0
  for (const part of word.split(seam).flatMap((each) => breakAt(each, worse, box))) {
    const needed = textWidth(part, box.font)
    if (lines.length > 0 && needed <= room) lines.push(`${lines.pop() ?? ''}${part}`)
    else {
      lines.push(part)
      room = box.width
    }
    room -= needed
  }
  return lines
}
