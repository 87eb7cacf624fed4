/**
 * What things take in memory, in bytes: as V8 lays them out on 64-bit machines without compressed pointers, as in Node,
 * with the platform's own part. What whole processes take agrees with the sums within a tenth.
 */

/** A key's string, and its places in the tables and in the order of use. */
const keyOverhead = 110

/** The entry, its head, and the list of its fields. */
export const headOverhead = 235

/** A plain object, and numbers of their own, in place of a compact head. */
export const plainOverhead = 250

/** What it would have in common with others, where there are none, and it is kept for this head alone. */
export const traitsOverhead = 250

/** A name in an index and its way to the keys: the most where two keys share a name, less for one key and for many. */
export const indexOverhead = 150

/** What the platform keeps of a body's buffer: an object, its twin outside of the heap, and the allocator's own. */
const bufferOverhead = 450

/** What is kept of a body that shares a buffer with others, and its share of the holes in it. */
const packedOverhead = 80

/** A string's header and padding. */
const stringOverhead = 20

/** A reference in a list. */
const slotSize = 8

export function keySize(key: string): number {
  return keyOverhead + key.length
}

/**
 * A text in a list. Text holds one byte a character: fields do (RFC 9110 §5.5), and so do strings made of them. One that
 * is shared counts with an eighth: it stays for as long as any that share it, and the first of them has paid.
 */
export function textSize(text: string, kept: 'own' | 'shared'): number {
  const size = stringOverhead + text.length
  return slotSize + (kept === 'own' ? size : Math.ceil(size / 8))
}

/** Bodies up to this length, in bytes, share a buffer with others; one of their own would take as much as a short body. */
export const longestPacked = 2 * 1024

/** A body of this length. Of the buffers that bodies share a sixteenth may well be holes, and at most a quarter is. */
export function bodySize(length: number): number {
  return length > longestPacked ? length + bufferOverhead : length + Math.ceil(length / 16) + packedOverhead
}

/** As much may a body take beside its bytes. */
export const mostBesideBody = bufferOverhead
