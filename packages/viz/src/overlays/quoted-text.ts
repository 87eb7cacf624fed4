import { shortenText } from './shorten-text.ts'

/** A name in a sentence: in quotes, no longer than a line, without line breaks and other characters that are not seen. */
export const quotedText = (text: string): string => JSON.stringify(shortenText(text, 80))

/** The first few of several names, and how many more there are. */
export function someOf(names: readonly string[]): string {
  if (names.length === 0) return 'none'
  const first = names.slice(0, 8).map(quotedText).join(', ')
  return names.length > 8 ? `${first} and ${names.length - 8} more` : first
}
