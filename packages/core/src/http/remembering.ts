/** Readings that are kept at a time, in each of two generations, of which the older one is forgotten as a whole. */
const generationSize = 64

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
  let young = new Map<string, Reading>()
  let old = new Map<string, Reading>()
  return (text) => {
    const known = young.get(text)
    if (known !== undefined) return known
    if (text.length > longest) return read(text)
    const reading = old.get(text) ?? read(text)
    if (young.size >= generationSize) {
      old = young
      young = new Map()
    }
    young.set(text, reading)
    return reading
  }
}
