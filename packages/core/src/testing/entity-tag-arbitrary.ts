import fc from 'fast-check'

/**
 * Entity tags (RFC 9110 §8.8.3) from a small set, so that they often match; some are malformed.
 * @example
 * import fc from 'fast-check'
 * fc.sample(entityTagArbitrary, { numRuns: 50, seed: 7 }).includes('"1"') // true
 */
export const entityTagArbitrary: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('"1"', '"2"', 'W/"1"', 'W/"2"', '""') },
  { weight: 1, arbitrary: fc.constantFrom('1', '"1', 'w/"1"', '', '"a b"', '"\u00e9"') },
)
