import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { RangeSpec } from '../http/byte-ranges.ts'
import { parseRequestDirectives } from '../http/cache-control.ts'
import { readRequestFacts, type RangeRequest, type RequestFacts } from './request-facts.ts'

const factsOf = (...fields: string[]) =>
  readRequestFacts({ method: 'GET', url: 'http://example.com/', fields })

const plain: RequestFacts = {
  method: 'GET',
  directives: null,
  hasAuthorization: false,
  hasCookie: false,
  range: null,
  hasForeignRange: false,
  ifNoneMatch: null,
  ifModifiedSince: null,
  hasOriginCondition: false,
}

const open: RangeSpec = { type: 'from', first: 0, last: null }

describe('readRequestFacts', () => {
  test('finds nothing in a request without fields that matter', () => {
    expect(factsOf()).toEqual(plain)
    const sameLengths = [
      'Start',
      'Accept',
      'If-Matcx',
      'If-Rangx',
      'Cache-Contrl_',
      'If-Modified-Sinca',
      'If-Unmodified-Sinca',
      'A',
    ]
    expect(factsOf(...sameLengths.flatMap((name) => [name, 'bytes=0-']))).toEqual(plain)
  })

  test('keeps the method as it is', () => {
    expect(readRequestFacts({ method: 'get', url: '', fields: [] }).method).toBe('get')
  })

  test.each<[string, string, Partial<RequestFacts>]>([
    ['Range', 'bytes=0-', { range: { text: 'bytes=0-', specs: [open], ifRange: null } }],
    ['Range', 'items=0-', { hasForeignRange: true }],
    ['Authorization', 'Basic x', { hasAuthorization: true }],
    ['cookie', 'a=b', { hasCookie: true }],
    ['If-Match', '"a"', { hasOriginCondition: true }],
    ['If-Unmodified-Since', 'x', { hasOriginCondition: true }],
    ['X-HTTP-Method', 'POST', { hasOriginCondition: true }],
    ['X-Method-Override', 'POST', { hasOriginCondition: true }],
    ['X-HTTP-Method-Override', 'POST', { hasOriginCondition: true }],
    ['If-None-Match', '"a"', { ifNoneMatch: '"a"' }],
    ['If-Modified-Since', 'x', { ifModifiedSince: 'x' }],
    ['Cache-Control', 'max-age=1', { directives: parseRequestDirectives('max-age=1') }],
    ['Cache-Control', '', { directives: parseRequestDirectives('') }],
    ['Pragma', 'no-cache', { directives: parseRequestDirectives('no-cache') }],
    ['Pragma', 'x, No-Cache', { directives: parseRequestDirectives('no-cache') }],
    ['Pragma', 'no-store', { directives: parseRequestDirectives('') }],
  ])('sees %s: %s, in any case', (name, value, expected) => {
    for (const written of [name, name.toLowerCase(), name.toUpperCase()]) {
      expect(factsOf('Host', 'example.com', written, value)).toEqual({ ...plain, ...expected })
    }
  })

  test.each([5, 6, 8, 13, 17, 19, 22])(
    'sees nothing in a name of %d letters that only looks as long',
    (length) => {
      expect(factsOf('X'.repeat(length), 'POST')).toEqual({ ...plain })
    },
  )

  test('joins several lines of one name', () => {
    const facts = factsOf(
      'If-None-Match',
      '"a"',
      'Cache-Control',
      'no-cache',
      'if-none-match',
      '"b"',
      'cache-control',
      'no-store',
    )
    expect(facts.ifNoneMatch).toBe('"a", "b"')
    expect(facts.directives).toMatchObject({ noCache: true, noStore: true })
  })

  test('ignores Pragma beside Cache-Control (RFC 9111 §5.4)', () => {
    expect(factsOf('Pragma', 'no-cache', 'Cache-Control', 'max-age=5').directives?.noCache).toBe(false)
    expect(factsOf('Cache-Control', 'max-age=5', 'Pragma', 'no-cache').directives?.noCache).toBe(false)
  })

  test('ignores a name without a value at the end', () => {
    expect(factsOf('Range')).toEqual(plain)
  })

  test('reads any lines, even if they are no pairs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('Range', 'PRAGMA', 'cache-control'))),
        (lines) => {
          expect(factsOf(...lines).method).toBe('GET')
        },
      ),
    )
  })
})

describe('readRequestFacts takes Range', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => `${index}-${index}`).join()
  const rangeOf = (method: string, ...fields: string[]) => {
    const { range, hasForeignRange } = readRequestFacts({ method, url: 'http://example.com/', fields })
    return hasForeignRange ? 'foreign' : range
  }
  const whole = { text: 'bytes=0-', specs: [open] }

  test.each<[string[], RangeRequest | 'foreign' | null, string]>([
    [['Range', 'bytes=0-'], { ...whole, ifRange: null }, 'RFC 9110 §14.2'],
    [['Range', 'bytes=0-', 'If-Range', '"a"'], { ...whole, ifRange: '"a"' }, 'RFC 9110 §13.1.5'],
    [['if-range', '"a"', 'range', 'bytes=0-'], { ...whole, ifRange: '"a"' }, 'in any order'],
    [
      ['Range', 'bytes=0-', 'If-Range', '"a"', 'If-Range', '"b"'],
      { ...whole, ifRange: '"a", "b"' },
      'RFC 9110 §5.3: two lines are one value, which will match nothing',
    ],
    [['If-Range', '"a"'], null, 'RFC 9110 §13.1.5: without Range it is ignored'],
    [['Range', 'bytes=2-1', 'If-Range', '"a"'], null, 'RFC 9110 §14.2: invalid'],
    [
      ['Range', 'bytes=0-', 'Range', 'bytes=1-'],
      null,
      'RFC 9110 §5.3: two lines are one value, which is invalid',
    ],
    [['Range', ''], null, 'RFC 9110 §14.2: invalid'],
    [['Range', `bytes=${many(17)}`], null, 'RFC 9110 §17.15: too many'],
    [['Range', 'items=0-1'], 'foreign', 'RFC 9110 §14.2: a unit that is not known here'],
  ])('of a GET with %j as %j (%s)', (fields, range, _clause) => {
    expect(rangeOf('GET', ...fields)).toEqual(range)
  })

  test('of as many as sixteen ranges', () => {
    expect(rangeOf('GET', 'Range', `bytes=${many(16)}`)).toMatchObject({ text: `bytes=${many(16)}` })
  })

  test.each(['HEAD', 'POST', 'get'])('of no %s (RFC 9110 §14.2)', (method) => {
    expect(rangeOf(method, 'Range', 'bytes=0-')).toBeNull()
    expect(rangeOf(method, 'Range', 'items=0-')).toBeNull()
  })
})
