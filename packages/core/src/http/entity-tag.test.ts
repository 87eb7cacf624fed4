import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { isWeak, parseEntityTag, parseEntityTags, stronglyEqual, weaklyEqual } from './entity-tag.ts'

describe('parseEntityTag', () => {
  test.each<[string, string | null]>([
    ['"a"', '"a"'],
    [' "a" ', '"a"'],
    ['W/"a"', 'W/"a"'],
    ['""', '""'],
    ['"a,b c!"', null],
    ['"a,b"', '"a,b"'],
    ['"é"', '"é"'],
    ['"a\\"', '"a\\"'],
    ['a', 'a'],
    [' W/a ', 'W/a'],
    ['a-1:2*', 'a-1:2*'],
    ['', null],
    ['a b', null],
    ['a,b', null],
    ['"a', null],
    ['a"', null],
    ['w/"a"', null],
    ['"a" "b"', null],
    ['"a", "b"', null],
    ['"\u007f"', null],
    ['"\n"', null],
    ['*', null],
  ])('reads %j as %j', (text, tag) => {
    expect(parseEntityTag(text)).toBe(tag)
  })
})

describe('parseEntityTags', () => {
  test.each<[string, string[] | '*']>([
    ['*', '*'],
    [' * ', '*'],
    ['"a"', ['"a"']],
    ['"a", W/"b" ,"c"', ['"a"', 'W/"b"', '"c"']],
    ['"a,b", "c"', ['"a,b"', '"c"']],
    ['"a\\", "b"', ['"a\\"', '"b"']],
    ['"a\\"b", c\\', ['"a\\"']],
    ['"\\" , "b" , "c"', ['"\\"', '"b"', '"c"']],
    ['', []],
    [',, ,', []],
    ['a, "b"', ['a', '"b"']],
    ['W/a,b ,"c"', ['W/a', 'b', '"c"']],
    ['"a", *', ['"a"']],
    ['*, *', []],
    ['a b, "c"', ['"c"']],
    ['x"a"y, w/"b"', ['"a"', '"b"']],
    ['"a b", "c"', ['"c"']],
    ['"a, "b"', ['"b"']],
  ])('reads %j as %j', (text, tags) => {
    expect(parseEntityTags(text)).toEqual(tags)
  })

  test('reads any text as a list of entity tags', () => {
    const text = fc.string({ unit: fc.constantFrom('"', 'W', '/', ',', ' ', 'a', '*', '\\') })
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), (value) => {
        const tags = parseEntityTags(value)
        for (const tag of tags === '*' ? [] : tags) expect(parseEntityTag(tag)).toBe(tag)
      }),
    )
  })

  test('reads back any list of quoted tags, however it is spaced', () => {
    const opaque = fc.string({ unit: fc.constantFrom('a', ',', '\\', '/', 'W', '*', '\u00e9') })
    const tag = fc.tuple(fc.constantFrom('', 'W/'), opaque).map(([weakness, text]) => `${weakness}"${text}"`)
    fc.assert(
      fc.property(fc.array(tag), fc.constantFrom(',', ', ', ' ,', ' , , '), (tags, comma) => {
        expect(parseEntityTags(tags.join(comma))).toEqual(tags)
      }),
    )
  })

  test.each([
    ['quotes', '"'],
    ['quotes that never close', '"a '],
    ['escaped quotes', '\\"'],
    ['escapes between quotes', '"\\ '],
    ['commas', ','],
    ['weakness', 'W/'],
    ['weak quotes', 'W/" '],
    ['letters', 'a'],
    ['whitespace', ' '],
    ['tags', '"a",'],
    ['tags with escapes', '"\\",'],
    ['asterisks', '* '],
  ])('takes a time that grows no faster than the text, of %s', (_kind, unit) => {
    const text = unit.repeat(100_000)
    const start = performance.now()
    parseEntityTags(text)
    parseEntityTag(text)
    // A few milliseconds; with a scan for each character it is more than ten seconds.
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe('comparison (RFC 9110 §8.8.3.2)', () => {
  test.each([
    ['W/"1"', 'W/"1"', false, true],
    ['W/"1"', 'W/"2"', false, false],
    ['W/"1"', '"1"', false, true],
    ['"1"', 'W/"1"', false, true],
    ['"1"', '"1"', true, true],
    ['"1"', '"2"', false, false],
    ['1', '"1"', false, true],
    ['"1"', '1', false, true],
    ['1', '1', false, true],
    ['W/1', 'W/"1"', false, true],
    ['W/1', '1', false, true],
    ['1', '2', false, false],
    ['""', '"W/"', false, false],
    ['W', '"W"', false, true],
  ])('%s and %s: strongly %j, weakly %j', (...[one, other, strongly, weakly]) => {
    expect(stronglyEqual(one, other)).toBe(strongly)
    expect(weaklyEqual(one, other)).toBe(weakly)
  })

  test('a tag is weak when it says so, and where its quotes were left out', () => {
    expect(isWeak('W/"a"')).toBe(true)
    expect(isWeak('a')).toBe(true)
    expect(isWeak('W/a')).toBe(true)
    expect(isWeak('"W/"')).toBe(false)
  })

  test('tags that are strongly equal are weakly equal, and either is the same both ways round', () => {
    const tag = fc.constantFrom('"a"', 'W/"a"', 'a', 'W/a', '"b"', 'W/"b"', '"W/a"', '""')
    fc.assert(
      fc.property(tag, tag, (one, other) => {
        expect(weaklyEqual(one, other)).toBe(weaklyEqual(other, one))
        expect(stronglyEqual(one, other)).toBe(stronglyEqual(other, one))
        expect(weaklyEqual(one, other) || !stronglyEqual(one, other)).toBe(true)
      }),
    )
  })
})
