import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { normalizedField } from './normalized-field.ts'

describe('normalizedField (RFC 9111 §4.1)', () => {
  test.each<[string, string, string, string]>([
    ['foo', ' a ,b,,\tc ', 'a, b, c', 'RFC 9110 §5.6.1: whitespace and empty members of a list'],
    ['foo', 'b, A', 'b, A', 'no more is known of a field that is not known'],
    ['foo', 'a;q=1.0', 'a;q=1.0', 'not even that it has weights'],
    ['foo', '"b,  a" ,c', '"b,  a", c', 'what stands in quotes is one member'],
    ['foo', '', '', 'a field without a value'],
    ['foo', ' , ', '', 'a list without members'],
    ['cookie', ' a=1,,b ', 'a=1,,b', 'RFC 6265 §4.2.1: no list'],
    ['user-agent', 'a (b, c),d', 'a (b, c),d', 'RFC 9110 §10.1.5: no list'],
    ['authorization', 'Basic A=,b', 'Basic A=,b', 'RFC 9110 §11.6.2: no list'],
    ['origin', 'http://a,', 'http://a,', 'RFC 6454 §7: no list'],
    ['referer', 'http://a/?b,c', 'http://a/?b,c', 'RFC 9110 §10.1.3: no list'],

    ['accept-language', 'EN-gb, De', 'de, en-gb', 'RFC 9110 §12.5.4: any case and order'],
    ['accept-encoding', 'GZIP, br', 'br, gzip', 'RFC 9110 §12.5.3'],
    ['accept-charset', 'UTF-8, latin1', 'latin1, utf-8', 'RFC 9110 §12.5.2'],
    ['accept-language', 'en ; Q=0.50,de;q=1.000', 'de, en;q=0.5', '§12.4.2: the spelling of weights'],
    ['accept-language', 'de;q=0., en;q=0.0', 'de;q=0, en;q=0', 'RFC 9110 §12.4.2: zero'],
    ['accept-language', 'de;q=1, en;q=1.', 'de, en', 'RFC 9110 §12.4.2: 1 is the default'],
    ['accept-language', 'de;, en;;q=0.5', 'de, en;q=0.5', 'RFC 9110 §5.6.6: empty parameters'],
    ['accept-language', 'de, de', 'de, de', 'nothing is left out'],
    ['accept-language', '*;q=0.1, *', '*, *;q=0.1', 'any language'],
    ['accept-language', 'de;q=0.1234, en;q=2', 'de;q=0.1234, en;q=2', 'what is no weight stays'],
    ['accept-language', 'de;q=1.50, en;q=1.001', 'de;q=1.50, en;q=1.001', 'nor is more than 1 one'],
    ['accept-language', 'de;q=, en;q', 'de;q=, en;q', 'nor is nothing'],
    ['accept-language', 'de;q=1;q=0.5', 'de;q=1;q=0.5', 'of two weights nobody knows which counts'],
    ['accept-language', 'de;q=0.5;q=1.0', 'de;q=0.5;q=1.0', 'nor of these'],
    ['accept-language', 'de;q=x;q=1', 'de;q=x;q=1', 'nor of these'],
    ['accept-language', 'q=1, de', 'de, q=1', 'a weight without what it weighs stays'],
    ['accept-language', 'de;x=1;q=1.0', 'de;x=1', 'another parameter stays'],
    ['accept-language', 'b, ;q=1, a', ';q=1, a, b', 'a weight of nothing stays'],
    ['accept-language', '"b, a', '"b, a', 'where quotes stand, nothing is moved'],

    ['from', ' a,b ', 'a,b', 'RFC 9110 §10.1.2: no list'],
    ['host', 'a,b', 'a,b', 'RFC 9110 §7.2: no list'],
    ['proxy-authorization', 'a,b', 'a,b', 'RFC 9110 §11.7.2: no list'],
    ['accept-language', 'b, "x", a', 'b, "x", a', 'where one member has quotes, none is moved'],
    ['accept', 'Text/HTML, a/b', 'text/html, a/b', 'RFC 9110 §8.3.1: types in any case, in their order'],
    ['accept', 'a/b;Level=X;q=0.30', 'a/b;Level=X;q=0.3', 'but the values of parameters as they are'],
    ['accept', 'a/b ; q=1.0 , */*;q=0.1', 'a/b, */*;q=0.1', 'RFC 9110 §12.4.2: the spelling of weights'],
    ['accept', 'a/b ; Q=1 ; x=y', 'a/b;Q=1;x=y', 'RFC 7231 §5.3.2: once there were extensions'],
    ['accept', 'A/b;Q=0', 'a/b;q=0', 'RFC 9110 §12.4.2: a weight without digits after the point'],
    ['accept', ';X', ';X', 'what is no media range stays'],
    ['accept', 'c/d, A/B;t="X;q=1,y"', 'c/d, a/b;t="X;q=1,y"', 'what is quoted stays, and where it was'],
  ])('%s: %j is %j: %s', (name, value, expected, _clause) => {
    expect(normalizedField(name, value)).toBe(expected)
    expect(normalizedField(name, expected)).toBe(expected)
  })

  const name = fc.constantFrom('accept', 'accept-language', 'accept-encoding', 'cookie', 'foo')

  test('normalizes any text, and what is normalized to itself', () => {
    const unit = fc.constantFrom('a', 'B', ',', ';', ' ', '\t', '"', '\\', 'q=', '1', '0.', '*', '/')
    fc.assert(
      fc.property(name, fc.oneof(fc.string({ unit }), fc.string()), (field, value) => {
        const normalized = normalizedField(field, value)
        expect(normalizedField(field, normalized)).toBe(normalized)
      }),
      { numRuns: 5000 },
    )
  })

  const range = fc.constantFrom('de', 'en-GB', 'zh-Hant-TW', '*', 'x-klingon')
  const weight = fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000)
  const preference = fc.tuple(range, weight)
  const spaces = fc.constantFrom('', ' ', '\t', '  ')
  const caseChanges = fc.constantFrom(
    (text: string) => text,
    (text: string) => text.toLowerCase(),
    (text: string) => text.toUpperCase(),
  )

  /** The same preferences as somebody else would write them. */
  const spelling = fc
    .record({ space: spaces, change: caseChanges, digits: fc.constantFrom('shortest', 'all') })
    .map(({ space, change, digits }) => ([language, q]: readonly [string, number]) => {
      const written = digits === 'all' ? q.toFixed(3) : String(q)
      const isLeftOut = q === 1 && digits === 'shortest'
      return space + change(language + (isLeftOut ? '' : `${space};${space}q=${written}`)) + space
    })

  test('makes one of any order, case, whitespace and spelling of the same languages', () => {
    const shuffled = fc
      .array(preference, { maxLength: 6 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })))
    fc.assert(
      fc.property(shuffled, spelling, spelling, ([all, others], one, other) => {
        expect(normalizedField('accept-language', others.map(other).join(','))).toBe(
          normalizedField('accept-language', all.map(one).join(',')),
        )
      }),
    )
  })

  test('never makes one of different preferences', () => {
    const meaning = (all: readonly (readonly [string, number])[]) =>
      all
        .map(([language, q]) => `${language.toLowerCase()} ${q}`)
        .toSorted()
        .join('\n')
    const few = fc.array(fc.tuple(fc.constantFrom('de', 'EN', 'en'), fc.constantFrom(0, 0.1, 0.11, 0.5, 1)), {
      maxLength: 3,
    })
    fc.assert(
      fc.property(few, few, spelling, (one, other, spell) => {
        const areSame = [one, other].map((all) =>
          normalizedField('accept-language', all.map(spell).join(',')),
        )
        expect(areSame[0] === areSame[1]).toBe(meaning(one) === meaning(other))
      }),
      { numRuns: 1000 },
    )
  })
})
