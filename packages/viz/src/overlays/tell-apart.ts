import { shortenText } from './shorten-text.ts'

const longest = 80

/** Two texts, each no longer than a line: of long ones that begin alike, what is alike is left out. */
export function tellApart(
  before: string,
  after: string,
): { readonly before: string; readonly after: string } {
  if (before.length <= longest && after.length <= longest) return { before, after }
  let same = 0
  while (same < before.length && before[same] === after[same]) same += 1
  const cut = same <= longest / 2 ? 0 : same - 10
  return { before: from(before, cut), after: from(after, cut) }
}

function from(text: string, cut: number): string {
  if (cut === 0) return shortenText(text, longest)
  // Not within a character that is of two code units.
  const isHalf = /[\uDC00-\uDFFF]/.test(text.charAt(cut))
  return `…${shortenText(text.slice(isHalf ? cut + 1 : cut), longest - 1)}`
}
