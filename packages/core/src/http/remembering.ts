import { RecentMap } from './recent-map.ts'

/** So many readings are kept at least. */
const generation = 64

/** A longer text is hardly ever sent twice, and would be a burden. */
const longest = 512

/**
 * A reading that is remembered: clients and origins send the same few texts again and again. The function must give the same
 * for the same text, and nobody may change what it gives.
 *
 * @example
 * const lengthOf = remembering((text: string) => text.length)
 * lengthOf('abc') // 3
 */
export function remembering<Reading>(read: (text: string) => Reading): (text: string) => Reading {
  const recent = new RecentMap<Reading>(generation)
  return (text) => {
    const known = recent.get(text)
    if (known !== undefined) return known
    const reading = read(text)
    if (text.length <= longest) recent.note(text, reading)
    return reading
  }
}
