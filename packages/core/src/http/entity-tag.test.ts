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
    ['', null],
    ['a', null],
    ['"a', null],
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
    ['', []],
    ['a, "b"', ['"b"']],
    ['"a", *', ['"a"']],
  ])('reads %j as %j', (text, tags) => {
    expect(parseEntityTags(text)).toEqual(tags)
  })

  test('reads any text as a list of entity tags', () => {
    const text = fc.string({ unit: fc.constantFrom('"', 'W', '/', ',', ' ', 'a', '*') })
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), (value) => {
        const tags = parseEntityTags(value)
        for (const tag of tags === '*' ? [] : tags) expect(parseEntityTag(tag)).toBe(tag)
      }),
    )
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
  ])('%s and %s: strongly %j, weakly %j', (...[one, other, strongly, weakly]) => {
    expect(stronglyEqual(one, other)).toBe(strongly)
    expect(weaklyEqual(one, other)).toBe(weakly)
  })

  test('a tag is weak when it says so', () => {
    expect(isWeak('W/"a"')).toBe(true)
    expect(isWeak('"W/"')).toBe(false)
  })
})
