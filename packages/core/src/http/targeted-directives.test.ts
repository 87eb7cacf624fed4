import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseResponseDirectives, type ResponseDirectives } from './cache-control.ts'
import { parseTargetedDirectives } from './targeted-directives.ts'

describe('parseTargetedDirectives (RFC 9213 §2.1)', () => {
  test.each<[string, Partial<ResponseDirectives>, string]>([
    ['max-age=60, s-maxage=7', { maxAge: 60, sMaxage: 7 }, 'integers'],
    ['stale-while-revalidate=8, stale-if-error=9', { staleWhileRevalidate: 8, staleIfError: 9 }, 'integers'],
    ['max-age=99999999999', { maxAge: 2_147_483_648 }, 'RFC 9111 §1.2.2: saturates'],
    ['max-age=-1', { maxAge: 0 }, 'no time at all'],
    ['max-age=60;a=b', { maxAge: 60 }, 'parameters are ignored'],
    ['max-age=1, max-age=2', { maxAge: 2 }, 'RFC 8941 §3.2: the last of a name'],
    ['max-age="60"', { maxAge: null }, 'a String is no Integer'],
    ['max-age=1.5', { maxAge: null }, 'nor is a Decimal'],
    ['max-age=60.0, s-maxage=-0.000', { maxAge: null, sMaxage: null }, 'not even one that is whole'],
    ['max-age=60.01, s-maxage=60.10', { maxAge: null, sMaxage: null }, 'nor is a Decimal'],
    [
      'no-cache="a=1.0,b", max-age=1',
      { noCacheFields: ['a=1.0', 'b'], maxAge: 1 },
      'a String stays as it is',
    ],
    ['private="\\\\=1.0"', { privateFields: ['\\=1.0'] }, 'with escapes, too'],
    ['x=%"\\", private="=2.0"', { privateFields: ['=2.0'] }, 'and a Display String, which has none'],
    ['private=a1.0', { privateFields: ['a1.0'] }, 'a Token is no Decimal'],
    ['x=:aGk=:, max-age=2', { maxAge: 2 }, 'nor is a Byte Sequence'],
    ['max-age', { maxAge: null }, 'nor is a Boolean'],
    ['no-store, must-revalidate', { noStore: true, mustRevalidate: true, public: false }, 'without a value'],
    [
      'public, immutable, no-transform',
      { public: true, immutable: true, noTransform: true },
      'without a value',
    ],
    ['proxy-revalidate, must-understand', { proxyRevalidate: true, mustUnderstand: true }, 'without a value'],
    ['no-store=?0', { noStore: false }, 'RFC 8941 §3.3.6: false'],
    ['no-store=1', { noStore: true }, 'a veto is not lost over its type'],
    ['no-store=(a b)', { noStore: true }, 'nor over an inner list'],
    ['must-revalidate=1, proxy-revalidate=a', { mustRevalidate: true, proxyRevalidate: true }, 'a veto, too'],
    ['no-transform=1', { noTransform: true }, 'a veto, too'],
    ['public=1, immutable="a"', { public: false, immutable: false }, 'a permission of another type is none'],
    ['must-understand=1, no-store', { mustUnderstand: false, noStore: true }, 'nor does it set a veto aside'],
    ['private, no-cache', { private: true, noCache: true, noCacheFields: [] }, 'unqualified'],
    ['private="A, b"', { private: false, privateFields: ['a', 'b'] }, 'field names in a String'],
    ['no-cache=Set-Cookie', { noCache: false, noCacheFields: ['set-cookie'] }, 'one in a Token'],
    ['no-cache=""', { noCache: true, noCacheFields: [] }, 'none at all'],
    ['private=7', { private: true, privateFields: [] }, 'a number names no field'],
    ['unknown', { maxAge: null, noStore: false }, 'extensions are ignored'],
  ])('reads %j as %j: %s', (field, expected) => {
    expect(parseTargetedDirectives(field)).toMatchObject(expected)
  })

  test.each([
    '',
    ' ',
    'max-age=60, &&&',
    'MaX-aGe=60',
    'max-age =60',
    'max-age= 60',
    'private="a',
    'max-age=1.0000',
    'max-age=1.',
  ])('ignores %j: empty, or no Dictionary', (field) => {
    expect(parseTargetedDirectives(field)).toBeNull()
  })

  test('says the same as Cache-Control where the syntax is that of both', () => {
    const directive = fc.oneof(
      fc.constantFrom('no-store', 'no-cache', 'private', 'public', 'must-revalidate', 'immutable', 'x=y'),
      fc.nat().map((seconds) => `max-age=${seconds}`),
    )
    fc.assert(
      fc.property(
        fc.uniqueArray(directive, { minLength: 1, selector: (text) => text.split('=')[0] }),
        (list) => {
          const field = list.join(', ')
          expect(parseTargetedDirectives(field)).toEqual(parseResponseDirectives(field))
        },
      ),
    )
  })

  test('reads any text, or ignores it', () => {
    const unit = fc.constantFrom(
      'max-age',
      'private',
      '=',
      ',',
      ';',
      '"',
      '\\',
      '(',
      '%',
      ':',
      '-',
      '1',
      '.0',
      'a',
    )
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit }), fc.string({ unit: 'binary' })), (field) => {
        const { maxAge = null } = parseTargetedDirectives(field) ?? {}
        expect(maxAge === null || (Number.isInteger(maxAge) && maxAge >= 0)).toBe(true)
      }),
    )
  })
})
