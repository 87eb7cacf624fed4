import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseResponseDirectives } from '../http/cache-control.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { FieldLines, RequestHead, ResponseHead } from '../http/message.ts'
import { fieldLinesArbitrary } from './field-lines-arbitrary.ts'
import { freshnessArbitrary } from './freshness-arbitrary.ts'
import { requestArbitrary } from './request-arbitrary.ts'
import { responseArbitrary } from './response-arbitrary.ts'
import { storedResponseArbitrary } from './stored-response-arbitrary.ts'

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
// RFC 9110 §5.5: no blank at either end, and no control character within.
const value = /^(?:[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?$/

function expectFields(fields: FieldLines): void {
  expect(fields.length % 2).toBe(0)
  for (const [index, text] of fields.entries()) expect(text).toMatch(index % 2 === 0 ? token : value)
}

function valuesOf(fields: FieldLines, name: string): readonly string[] {
  return fields.filter((_, index) => index % 2 === 1 && fields[index - 1]?.toLowerCase() === name)
}

/** The share of samples of which something is true; the seed makes it the same share each time. */
function share<Value>(arbitrary: fc.Arbitrary<Value>, isTrue: (value: Value) => boolean): number {
  const samples = fc.sample(arbitrary, { numRuns: 2000, seed: 9111 })
  return samples.filter(isTrue).length / samples.length
}

describe('arbitrary messages', () => {
  test('have field lines that HTTP permits', () => {
    fc.assert(fc.property(fieldLinesArbitrary(), expectFields))
    fc.assert(fc.property(requestArbitrary(), ({ fields }) => expectFields(fields)))
    fc.assert(fc.property(responseArbitrary(), ({ fields }) => expectFields(fields)))
  })

  test('are as they were asked for', () => {
    const urls = ['https://example.org/']
    fc.assert(
      fc.property(requestArbitrary({ methods: ['HEAD'], urls }), ({ method, url }) => {
        expect([method, url]).toEqual(['HEAD', ...urls])
      }),
    )
    fc.assert(fc.property(responseArbitrary({ statuses: [304] }), ({ status }) => status === 304))
  })

  test('have dates about the time that was asked for', () => {
    const now = Date.UTC(1999, 0, 1)
    const near = ({ fields }: { readonly fields: FieldLines }) =>
      valuesOf(fields, 'date').some((date) => Math.abs(Date.parse(date) - now) < 3 * 86_400_000)
    expect(share(responseArbitrary({ now }), near)).toBeGreaterThan(0.2)
    expect(share(responseArbitrary(), near)).toBe(0)
  })

  const requests = requestArbitrary()
  const responses = responseArbitrary()
  const isGet = ({ method }: RequestHead) => method === 'GET'
  const repeats = ({ fields }: ResponseHead) => valuesOf(fields, 'cache-control').length > 1

  test.each([
    ['requests that a cache may answer', 0.3, () => share(requests, isGet)],
    ['requests with directives', 0.2, () => share(requests, has('cache-control'))],
    ['responses with directives', 0.2, () => share(responses, has('cache-control'))],
    ['responses with a lifetime', 0.1, () => share(responses, has('cache-control', /max-?age=\d+/i))],
    ['responses that may not be stored', 0.01, () => share(responses, has('cache-control', /no-store/i))],
    ['responses with several lines of a field', 0.02, () => share(responses, repeats)],
    ['responses with validators', 0.1, () => share(responses, has('etag', /^(?:W\/)?"\d"$/))],
    ['responses with an invalid date', 0.02, () => share(responses, has('date', /^(?!.*GMT)/))],
    ['responses with labels', 0.05, () => share(responses, has('surrogate-key', /\w/))],
    ['responses that vary', 0.2, () => share(responses, has('vary'))],
  ])('are %s often enough', (_, least, seen) => {
    expect(seen()).toBeGreaterThan(least)
  })
})

describe('arbitrary heads of stored responses', () => {
  test('are JSON that comes back as it was', () => {
    fc.assert(
      fc.property(storedResponseArbitrary, (response) => {
        expect(JSON.parse(JSON.stringify(response))).toEqual(response)
      }),
    )
  })

  test('are told by what is not as in the sample', () => {
    const told = fc
      .sample(storedResponseArbitrary, { numRuns: 50, seed: 9111 })
      .map((one) => fc.stringify(one))
    for (const text of told) expect(text).toMatch(/^sampleResponse\(\{.*\}\)$/)
    expect(told.some((text) => !text.includes('"reason"') && text.includes('"varied":["de"]'))).toBe(true)
  })

  test('often select the same, and often something else', () => {
    const pairs = fc.tuple(storedResponseArbitrary, storedResponseArbitrary)
    const selectsSame = ([one, other]: readonly [StoredResponse, StoredResponse]) =>
      one.varied.join() === other.varied.join()
    expect(share(pairs, selectsSame)).toBeGreaterThan(0.1)
    expect(share(pairs, selectsSame)).toBeLessThan(0.6)
  })
})

describe('arbitrary lifetimes', () => {
  test('are understood as they are meant', () => {
    fc.assert(
      fc.property(freshnessArbitrary, ({ cacheControl, ...meant }) => {
        const directives = parseResponseDirectives(cacheControl)
        expect(directives.maxAge).toBe(meant.lifetime)
        expect(directives.staleWhileRevalidate ?? null).toBe(meant.staleWhileRevalidate)
        expect(directives.staleIfError ?? null).toBe(meant.staleIfError)
        expect(directives.mustRevalidate).toBe(meant.mustRevalidate)
      }),
    )
  })
})

function has(name: string, pattern = /^/) {
  return ({ fields }: { readonly fields: FieldLines }) =>
    valuesOf(fields, name).some((text) => pattern.test(text))
}
