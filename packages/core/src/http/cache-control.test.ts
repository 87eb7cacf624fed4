import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  parseRequestDirectives,
  parseResponseDirectives,
  type RequestDirectives,
  type ResponseDirectives,
} from './cache-control.ts'
import { maximumSeconds } from './delta-seconds.ts'

const noRequestDirectives: RequestDirectives = {
  noStore: false,
  noCache: false,
  onlyIfCached: false,
  noTransform: false,
  maxAge: null,
  minFresh: null,
  maxStale: null,
  staleIfError: null,
}

const noResponseDirectives: ResponseDirectives = {
  noStore: false,
  noCache: false,
  noCacheFields: [],
  private: false,
  privateFields: [],
  public: false,
  mustRevalidate: false,
  proxyRevalidate: false,
  mustUnderstand: false,
  immutable: false,
  noTransform: false,
  maxAge: null,
  sMaxage: null,
  staleWhileRevalidate: null,
  staleIfError: null,
}

describe('parseRequestDirectives', () => {
  test.each<[string, Partial<RequestDirectives>, string]>([
    ['', {}, 'nothing'],
    ['foo, bar=1, "x"', {}, 'RFC 9111 §5.2.3: unknown directives are ignored'],
    ['no-store', { noStore: true }, 'RFC 9111 §5.2.1.5'],
    ['No-Cache', { noCache: true }, 'RFC 9111 §5.2: in any case'],
    ['no-cache=x', { noCache: true }, 'an argument that is not defined'],
    ['only-if-cached', { onlyIfCached: true }, 'RFC 9111 §5.2.1.7'],
    ['no-transform', { noTransform: true }, 'RFC 9111 §5.2.1.6'],
    ['max-age=0', { maxAge: 0 }, 'RFC 9111 §5.2.1.1'],
    ['max-age=60, no-cache', { maxAge: 60, noCache: true }, 'several'],
    ['max-age=x', { maxAge: 0 }, 'what cannot be read is read against reuse'],
    ['max-age', { maxAge: 0 }, 'a missing argument too'],
    ['min-fresh=5', { minFresh: 5 }, 'RFC 9111 §5.2.1.3'],
    ['min-fresh=x', { minFresh: maximumSeconds }, 'what cannot be read is read against reuse'],
    ['min-fresh=5, min-fresh=6', { minFresh: maximumSeconds }, 'so is a contradiction'],
    ['max-stale=5', { maxStale: 5 }, 'RFC 9111 §5.2.1.2'],
    ['max-stale', { maxStale: 'any' }, 'RFC 9111 §5.2.1.2: without an argument, of any age'],
    ['max-stale, max-stale', { maxStale: 'any' }, 'twice the same'],
    ['max-stale=', { maxStale: 0 }, 'an empty argument is not a missing one'],
    ['max-stale, max-stale=5', { maxStale: 0 }, 'a contradiction permits nothing'],
    ['max-stale=x', { maxStale: 0 }, 'nor does what cannot be read'],
    ['stale-if-error=30', { staleIfError: 30 }, 'RFC 5861 §4'],
  ])('reads %j as %j: %s', (value, expected, _clause) => {
    expect(parseRequestDirectives(value)).toEqual({ ...noRequestDirectives, ...expected })
  })
})

describe('parseResponseDirectives', () => {
  test.each<[string, Partial<ResponseDirectives>, string]>([
    ['', {}, 'nothing'],
    ['community="UCI"', {}, 'RFC 9111 §5.2.3: unknown directives are ignored'],
    ['no-store', { noStore: true }, 'RFC 9111 §5.2.2.5'],
    ['no-cache', { noCache: true }, 'RFC 9111 §5.2.2.4'],
    ['no-cache="Set-Cookie, X"', { noCacheFields: ['set-cookie', 'x'] }, 'RFC 9111 §5.2.2.4: qualified'],
    ['no-cache=X', { noCacheFields: ['x'] }, 'RFC 9111 §5.2.2.4: the token form'],
    ['no-cache=""', { noCache: true }, 'naming no field means the whole response'],
    ['no-cache="x", no-cache', { noCache: true, noCacheFields: ['x'] }, 'both forms'],
    ['private', { private: true }, 'RFC 9111 §5.2.2.7'],
    ['private="a", private="B"', { privateFields: ['a', 'b'] }, 'RFC 9111 §5.2.2.7: qualified, twice'],
    ['private="x, no-store', { privateFields: ['"x'], noStore: true }, 'an open quote hides no directive'],
    ['public, immutable', { public: true, immutable: true }, 'RFC 9111 §5.2.2.9, RFC 8246'],
    ['immutable=no, immutable="0"', { immutable: true }, 'RFC 8246 §2: an argument has no meaning'],
    [
      'must-revalidate, proxy-revalidate',
      { mustRevalidate: true, proxyRevalidate: true },
      '§5.2.2.2, §5.2.2.8',
    ],
    ['must-understand, no-store', { mustUnderstand: true, noStore: true }, 'RFC 9111 §5.2.2.3'],
    ['no-transform', { noTransform: true }, 'RFC 9111 §5.2.2.6'],
    ['max-age=60', { maxAge: 60 }, 'RFC 9111 §5.2.2.1'],
    ['MAX-AGE="60"', { maxAge: 60 }, 'RFC 9111 §5.2: quoted, in any case'],
    ['ext="max-age=100", max-age=1', { maxAge: 1 }, 'a directive within a quoted string is none'],
    ['max-age=99999999999', { maxAge: 2_147_483_648 }, 'RFC 9111 §1.2.2: saturates'],
    ['max-age=-1', { maxAge: 0 }, 'RFC 9111 §4.2.1: invalid is stale'],
    ['max-age=1.5', { maxAge: 0 }, 'RFC 9111 §4.2.1: invalid is stale'],
    ["max-age='60'", { maxAge: 0 }, 'RFC 9111 §4.2.1: invalid is stale'],
    ['max-age =60', { maxAge: 0 }, 'no whitespace before the equals sign'],
    ['max-age= 60', { maxAge: 0 }, 'nor after it'],
    ['max-age=60, max-age=60', { maxAge: 60 }, 'twice the same is no contradiction'],
    ['max-age=60, max-age=10', { maxAge: 0 }, 'RFC 9111 §4.2.1: with several values, stale'],
    ['max-age=10, max-age=x', { maxAge: 0 }, 'RFC 9111 §4.2.1: with several values, stale'],
    ['s-maxage=5, max-age=9', { sMaxage: 5, maxAge: 9 }, 'RFC 9111 §5.2.2.10'],
    ['stale-while-revalidate=7', { staleWhileRevalidate: 7 }, 'RFC 5861 §3'],
    [
      'stale-while-revalidate',
      { staleWhileRevalidate: 0 },
      'RFC 5861 §3: without its argument it permits nothing',
    ],
    ['stale-if-error=8', { staleIfError: 8 }, 'RFC 5861 §4'],
  ])('reads %j as %j: %s', (value, expected, _clause) => {
    expect(parseResponseDirectives(value)).toEqual({ ...noResponseDirectives, ...expected })
  })
})

describe('the parsers are total', () => {
  const pieces = fc.constantFrom(
    'max-age',
    'max-stale',
    'no-cache',
    'private',
    '=',
    '"',
    ',',
    ' ',
    '\\',
    '1',
    'é',
    '\0',
  )
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map((all) => all.join('')),
  )
  const isSeconds = (value: unknown) =>
    value === null ||
    value === 'any' ||
    (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= maximumSeconds)

  test('any text is read, and every number is null or whole seconds up to 2^31', () => {
    fc.assert(
      fc.property(text, (value) => {
        const { maxAge, minFresh, maxStale, staleIfError } = parseRequestDirectives(value)
        expect([maxAge, minFresh, maxStale, staleIfError].every(isSeconds)).toBe(true)
        const response = parseResponseDirectives(value)
        const numbers = [
          response.maxAge,
          response.sMaxage,
          response.staleWhileRevalidate,
          response.staleIfError,
        ]
        expect(numbers.every(isSeconds)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  test('no-store is seen wherever it stands as a member of its own', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(parseResponseDirectives(`no-store, ${value}`).noStore).toBe(true)
        expect(parseResponseDirectives(`${value}, no-store`).noStore).toBe(true)
      }),
    )
  })
})
