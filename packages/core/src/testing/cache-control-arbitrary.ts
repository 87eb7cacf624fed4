import fc from 'fast-check'

const seconds = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .constantFrom('0', '1', '10', '60', '3600', '86400')
      .chain((text) => fc.constantFrom(text, text, `"${text}"`)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('2147483648', '99999999999999999999', '-1', '1.5', '', '0x10', 'soon', '" 5"'),
  },
)

const inRequests = {
  plain: ['no-cache', 'no-store', 'no-transform', 'only-if-cached', 'max-stale'],
  timed: ['max-age', 'max-stale', 'min-fresh', 'stale-if-error'],
}

const inResponses = {
  plain: [
    ...['no-cache', 'no-store', 'no-transform', 'must-revalidate', 'proxy-revalidate', 'must-understand'],
    ...['private', 'public', 'immutable', 'no-cache="set-cookie"', 'private="x-a, x-b"'],
  ],
  timed: ['max-age', 'max-age', 's-maxage', 'stale-while-revalidate', 'stale-if-error'],
}

/**
 * Values of Cache-Control (RFC 9111 §5.2): most have a meaning, some are misspelt, contradictory or beyond all bounds.
 * @example
 * import fc from 'fast-check'
 * fc.assert(fc.property(cacheControlArbitrary('response'), (value) => value === value.trim()))
 */
export function cacheControlArbitrary(message: 'request' | 'response'): fc.Arbitrary<string> {
  const { plain, timed } = message === 'request' ? inRequests : inResponses
  const directive = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(fc.constantFrom(...timed), seconds).map(([name, value]) => `${name}=${value}`),
    },
    { weight: 4, arbitrary: fc.constantFrom(...plain) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('', 'x', 'ext=1', 'ext="a, no-store"', 'max-age', '=', 'max-age = 5', '"'),
    },
  )
  const spelt = fc.oneof(
    { weight: 4, arbitrary: directive },
    { weight: 1, arbitrary: directive.map((text) => text.toUpperCase()) },
  )
  const separator = fc.constantFrom(', ', ', ', ',', ' ,\t')
  return fc
    .tuple(fc.array(spelt, { minLength: 1, maxLength: 4 }), separator)
    .map(([directives, between]) => directives.join(between).trim())
}
