/**
 * Numbers in [0, 1) that look random and are the same for the same seed: for whatever takes a `random`.
 * @example
 * const random = seededRandom(7)
 * console.log(random() === seededRandom(7)(), random() < 1) // true, true
 */
export function seededRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    // Mulberry32: a counter, scrambled.
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
