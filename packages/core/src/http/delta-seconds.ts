import type { Seconds } from './units.ts'

/** What every larger number of seconds counts as. RFC 9111 §1.2.2. */
export const maximumSeconds: Seconds = 2_147_483_648

const digits = /^\d+$/

/** A non-negative whole number of seconds (RFC 9111 §1.2.2); `null` where the text is anything else. */
export function parseDeltaSeconds(text: string): Seconds | null {
  if (!digits.test(text)) return null
  // RFC 9111 §1.2.2: what overflows counts as 2^31.
  return Math.min(Number(text), maximumSeconds)
}
