import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fieldValue, filterFields, hasField, isFieldName, withField, withoutFields } from './field-lines.ts'

const fields = ['Vary', 'Accept', 'Host', 'example.com', 'vary', 'Cookie', 'ETAG', '"a"']

describe('isFieldName', () => {
  test.each([
    ['Cache-Control', 'cache-control', true],
    ['CACHE-CONTROL', 'cache-control', true],
    ['cache-control', 'cache-control', true],
    ['cache-contro', 'cache-control', false],
    ['cache_control', 'cache-control', false],
    ['', '', true],
    ['M', '\r', false],
    ['@', '`', false],
    ['[', '{', false],
  ])('compares %j with %j: %j', (name, lowerCaseName, expected) => {
    expect(isFieldName(name, lowerCaseName)).toBe(expected)
  })

  test('agrees with lower-casing for every pair of ASCII names', () => {
    const name = fc.string({ unit: 'binary-ascii', maxLength: 4 })
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(isFieldName(one, other.toLowerCase())).toBe(one.toLowerCase() === other.toLowerCase())
      }),
    )
  })
})

describe('fieldValue', () => {
  test('joins all lines of a name in their order, whatever their case', () => {
    expect(fieldValue(fields, 'vary')).toBe('Accept, Cookie')
  })

  test('gives a single line as it is', () => {
    expect(fieldValue(fields, 'etag')).toBe('"a"')
  })

  test('gives null for a name that is not there', () => {
    expect(fieldValue(fields, 'age')).toBeNull()
    expect(fieldValue([], 'age')).toBeNull()
  })

  test('does not take a value for a name', () => {
    expect(fieldValue(['Vary', 'host'], 'host')).toBeNull()
  })

  test('tells an empty line from none', () => {
    expect(fieldValue(['Accept', ''], 'accept')).toBe('')
  })

  test('ignores a name without a value at the end', () => {
    expect(fieldValue(['Age', '1', 'Age'], 'age')).toBe('1')
  })
})

describe('hasField', () => {
  test('finds a line in any case', () => {
    expect(hasField(fields, 'host')).toBe(true)
    expect(hasField(fields, 'etag')).toBe(true)
  })

  test('finds neither what is absent nor a value', () => {
    expect(hasField(fields, 'age')).toBe(false)
    expect(hasField(['Vary', 'host'], 'host')).toBe(false)
    expect(hasField(['Age'], 'age')).toBe(false)
  })
})

describe('removing and replacing lines', () => {
  test('withoutFields removes every line of the names and keeps the order of the others', () => {
    expect(withoutFields(fields, new Set(['vary', 'age']))).toEqual(['Host', 'example.com', 'ETAG', '"a"'])
  })

  test('gives the same array where nothing is removed', () => {
    expect(withoutFields(fields, new Set(['age']))).toBe(fields)
    expect(filterFields(fields, () => true)).toBe(fields)
  })

  test('withField replaces every line of the name by one at the end', () => {
    expect(withField(fields, 'Vary', '*')).toEqual(['Host', 'example.com', 'ETAG', '"a"', 'Vary', '*'])
  })

  test('withField adds a line that was not there, and leaves its input alone', () => {
    const before = [...fields]
    expect(withField(fields, 'Age', '1')).toEqual([...before, 'Age', '1'])
    expect(fields).toEqual(before)
  })
})
