/** Bytes that look random and are the same each time; another `seed`, other bytes. The seed is not 0. */
export function sampleBytes(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length)
  let state = seed
  for (let index = 0; index < length; index += 1) {
    // Marsaglia's xorshift generator.
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[index] = state
  }
  return bytes
}

/** A text as UTF-8. */
export function textBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
