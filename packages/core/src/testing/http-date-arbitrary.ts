import fc from 'fast-check'
import type { Millis } from '../http/units.ts'

const twoDays = 2 * 24 * 60 * 60

/**
 * Dates within two days of `now` to the second, rarely long before or after; and some that are none.
 * @example
 * import fc from 'fast-check'
 * const dates = fc.sample(httpDateArbitrary(Date.UTC(2040, 0, 1)), { numRuns: 100, seed: 7 })
 * dates.some((date) => date.endsWith('GMT')) // true
 */
export function httpDateArbitrary(now: Millis): fc.Arbitrary<string> {
  const second = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: -twoDays, max: twoDays }) },
    { weight: 1, arbitrary: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }) },
  )
  return fc.oneof(
    { weight: 8, arbitrary: second.map((offset) => new Date(now + offset * 1000).toUTCString()) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        ...['0', '-1', '', 'now', 'Tue, 31 Feb 2023 25:61:61 GMT', 'Tue, 14 Nov 2023 22:13:20 +0100'],
        ...['Tuesday, 14-Nov-23 22:13:20 GMT', 'Tue Nov 14 22:13:20 2023', '2023-11-14T22:13:20Z'],
      ),
    },
  )
}
