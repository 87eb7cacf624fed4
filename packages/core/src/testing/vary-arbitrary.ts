import fc from 'fast-check'

/**
 * Values of Vary (RFC 9110 §12.5.5): lists of the fields that `requestArbitrary` makes, `*`, and some that say nothing.
 * @example
 * import fc from 'fast-check'
 * fc.sample(varyArbitrary, { numRuns: 1, seed: 3 }).length // 1
 */
export const varyArbitrary: fc.Arbitrary<string> = fc.constantFrom(
  'Accept-Encoding',
  'accept-language, Accept-Encoding',
  '*',
  'cookie',
  '',
  ',*',
)
