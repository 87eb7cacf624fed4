import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseRequestDirectives } from '../http/cache-control.ts'
import { readRequestFacts, type RequestFacts } from './request-facts.ts'

const factsOf = (...fields: string[]) =>
  readRequestFacts({ method: 'GET', url: 'http://example.com/', fields })

const plain: RequestFacts = {
  method: 'GET',
  directives: null,
  hasAuthorization: false,
  hasRange: false,
  ifNoneMatch: null,
  ifModifiedSince: null,
  hasOriginCondition: false,
}

describe('readRequestFacts', () => {
  test('finds nothing in a request without fields that matter', () => {
    expect(factsOf()).toEqual(plain)
    const sameLengths = [
      'Start',
      'Accept',
      'If-Matcx',
      'Cache-Contrl_',
      'If-Modified-Sinca',
      'If-Unmodified-Sinca',
      'A',
    ]
    expect(factsOf(...sameLengths.flatMap((name) => [name, 'x']))).toEqual(plain)
  })

  test('keeps the method as it is', () => {
    expect(readRequestFacts({ method: 'get', url: '', fields: [] }).method).toBe('get')
  })

  test.each<[string, string, Partial<RequestFacts>]>([
    ['Range', 'bytes=0-', { hasRange: true }],
    ['Authorization', 'Basic x', { hasAuthorization: true }],
    ['If-Match', '"a"', { hasOriginCondition: true }],
    ['If-Range', '"a"', { hasOriginCondition: true }],
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
