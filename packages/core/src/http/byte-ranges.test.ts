import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  formatContentRange,
  parseContentRange,
  parseRange,
  resolveRanges,
  type ByteSpan,
  type ContentRange,
  type RangeSpec,
} from './byte-ranges.ts'

const huge = Number.MAX_SAFE_INTEGER
const from = (first: number, last: number | null = null): RangeSpec => ({ type: 'from', first, last })
const suffix = (length: number): RangeSpec => ({ type: 'suffix', length })

describe('parseContentRange (RFC 9110 §14.4)', () => {
  test.each<[string, ContentRange | null, string]>([
    ['bytes 42-1233/1234', { first: 42, last: 1233, complete: 1234 }, 'the whole is known'],
    ['bytes 42-1233/*', { first: 42, last: 1233, complete: null }, 'the whole is not known'],
    ['bytes 0-0/1', { first: 0, last: 0, complete: 1 }, 'one byte'],
    ['BYTES 0-4/10', { first: 0, last: 4, complete: 10 }, '§14.1: unit names are case-insensitive'],
    [' bytes 0-4/10\t', { first: 0, last: 4, complete: 10 }, '§5.5: whitespace around the value'],
    ['bytes 007-8/09', { first: 7, last: 8, complete: 9 }, '1*DIGIT'],
    [`bytes 0-4/${huge}`, { first: 0, last: 4, complete: huge }, 'the largest exact number'],
    ['bytes */1234', null, 'the form of a 416'],
    ['bytes */*', null, 'no form at all'],
    ['bytes 4-3/10', null, 'invalid: the last position comes before the first'],
    ['bytes 0-9/9', null, 'invalid: the whole ends before the last position'],
    ['bytes 0-9/5', null, 'invalid: the whole ends before the last position'],
    ['exampleunit 1-4/25', null, 'a unit that is not understood'],
    ['bytes=0-4/10', null, 'SP comes after the unit'],
    ['bytes 0-4', null, 'no complete length'],
    ['bytes 0-/10', null, 'no last position'],
    ['bytes -4/10', null, 'no first position'],
    ['bytes 0 - 4/10', null, 'no whitespace inside'],
    ['bytes 0-4/10, bytes 5-9/10', null, 'two of them'],
    ['', null, 'nothing'],
    [`bytes 0-4/${huge + 1}`, null, 'beyond exact arithmetic'],
    [`bytes 0-${huge + 1}/*`, null, 'beyond exact arithmetic'],
    [`bytes 0-4/${'9'.repeat(400)}`, null, 'beyond every number'],
  ])('%j: %j (%s)', (text, range, _clause) => {
    expect(parseContentRange(text)).toEqual(range)
  })

  test('reads what formatContentRange writes', () => {
    const ranges = fc
      .record({ first: fc.nat(), length: fc.nat(), rest: fc.option(fc.nat()) })
      .map(({ first, length, rest }) => {
        const last = first + length
        return { first, last, complete: rest === null ? null : last + 1 + rest }
      })
    fc.assert(
      fc.property(ranges, (range) => {
        expect(parseContentRange(formatContentRange(range))).toEqual(range)
      }),
    )
  })

  test('reads any text', () => {
    const texts = fc.oneof(fc.string(), fc.stringMatching(/^bytes \d*-\d*\/[\d*]*$/))
    fc.assert(
      fc.property(texts, (text) => {
        const range = parseContentRange(text)
        if (range === null) return
        expect(range.last).toBeGreaterThanOrEqual(range.first)
        expect(range.complete ?? Infinity).toBeGreaterThan(range.last)
      }),
    )
  })
})

describe('formatContentRange (RFC 9110 §14.4)', () => {
  test.each<[ContentRange, string]>([
    [{ first: 0, last: 499, complete: 1234 }, 'bytes 0-499/1234'],
    [{ first: 500, last: 999, complete: null }, 'bytes 500-999/*'],
  ])('%j: %s', (range, text) => {
    expect(formatContentRange(range)).toBe(text)
  })
})

describe('parseRange (RFC 9110 §14.1.1, §14.2)', () => {
  test.each<[string, readonly RangeSpec[] | 'other-unit' | null, string]>([
    ['bytes=0-499', [from(0, 499)], '§14.1.2: the first 500 bytes'],
    ['bytes=9500-', [from(9500)], '§14.1.2: to the end'],
    ['bytes=-500', [suffix(500)], '§14.1.2: the final 500 bytes'],
    ['bytes=-0', [suffix(0)], 'valid, though it cannot be satisfied'],
    ['bytes=0-0,-1', [from(0, 0), suffix(1)], '§14.1.2: the first and the last byte'],
    [
      'bytes= 0-999, 4500-5499, -1000',
      [from(0, 999), from(4500, 5499), suffix(1000)],
      '§14.1.2: as the RFC writes it',
    ],
    ['bytes=,0-1 ,\t,2-3,', [from(0, 1), from(2, 3)], '§5.6.1.2: empty members do not count'],
    ['Bytes=0-1', [from(0, 1)], '§14.1: unit names are case-insensitive'],
    [' bytes=0-1 ', [from(0, 1)], '§5.5: whitespace around the value'],
    ['bytes=3-3', [from(3, 3)], 'one byte'],
    ['bytes=500-600,601-999', [from(500, 600), from(601, 999)], '§14.1.2: valid, not canonical'],
    [`bytes=0-${'9'.repeat(30)}`, [from(0, huge)], '§14.1.2: numbers of any size'],
    [`bytes=${'9'.repeat(400)}-`, [from(huge)], '§14.1.2: numbers of any size'],
    [`bytes=-${'9'.repeat(400)}`, [suffix(huge)], '§14.1.2: numbers of any size'],
    ['exampleunit=1-4', 'other-unit', 'a unit that is not known here'],
    ['none=', 'other-unit', 'a unit that is not known here'],
    ['bytes=4-3', null, '§14.1.1: the last position comes before the first'],
    ['bytes=0-1,4-3', null, '§14.1.1: one invalid member makes it invalid'],
    ['bytes=0-1, bytes=2-3', null, 'two lines'],
    ['bytes=', null, '1#range-spec'],
    ['bytes=,', null, '1#range-spec'],
    ['bytes=-', null, 'neither position'],
    ['bytes=1', null, 'no hyphen'],
    ['bytes=--1', null, 'two hyphens'],
    ['bytes=a-b', null, 'no digits'],
    ['bytes=0x1-2', null, 'no digits'],
    ['bytes=1 - 2', null, 'no whitespace inside'],
    ['bytes=+1-2', null, 'no sign'],
    ['bytes = 0-1', null, 'no whitespace before the equals sign'],
    ['bytes 0-1', null, 'no equals sign'],
    ['=0-1', null, 'no unit'],
    ['0-1', null, 'no unit'],
    ['', null, 'nothing'],
  ])('%j: %j (%s)', (text, ranges, _clause) => {
    expect(parseRange(text)).toEqual(ranges)
  })

  test('reads any text', () => {
    const texts = fc.oneof(fc.string(), fc.stringMatching(/^bytes=[-0-9, ]*$/))
    fc.assert(
      fc.property(texts, (text) => {
        const ranges = parseRange(text)
        if (ranges === null || ranges === 'other-unit') return
        expect(ranges.length).toBeGreaterThan(0)
      }),
    )
  })

  test('takes time in proportion to the text', () => {
    const count = 200_000
    expect(parseRange(`bytes=${'0-1,'.repeat(count)}`)).toHaveLength(count)
    expect(parseRange(`bytes=${', '.repeat(count)}`)).toBeNull()
    expect(parseRange(`bytes=${'1'.repeat(count)}x`)).toBeNull()
    expect(parseContentRange(`bytes ${'1'.repeat(count)}-${'1'.repeat(count)}`)).toBeNull()
  })
})

describe('resolveRanges (RFC 9110 §14.1.2)', () => {
  test.each<[RangeSpec[], number, ByteSpan[], string]>([
    [[from(0, 4)], 10, [{ first: 0, last: 4 }], 'within'],
    [[from(9, 9)], 10, [{ first: 9, last: 9 }], 'the last byte'],
    [[from(4)], 10, [{ first: 4, last: 9 }], 'without a last position: the remainder'],
    [[from(4, 10)], 10, [{ first: 4, last: 9 }], 'a last position past the end: the remainder'],
    [[from(0, huge)], 10, [{ first: 0, last: 9 }], 'a last position of any size'],
    [[from(10)], 10, [], 'satisfiable only if the first position is less than the length'],
    [[from(10, 20)], 10, [], 'satisfiable only if the first position is less than the length'],
    [[suffix(1)], 10, [{ first: 9, last: 9 }], 'the last byte'],
    [[suffix(10)], 10, [{ first: 0, last: 9 }], 'all'],
    [[suffix(11)], 10, [{ first: 0, last: 9 }], 'longer than the representation: all of it'],
    [[suffix(0)], 10, [], 'a suffix of zero is not satisfiable'],
    [[suffix(5)], 0, [], 'no bytes to be named'],
    [[from(0)], 0, [], 'no bytes to be named'],
    [
      [from(5, 6), from(20), from(0, 1)],
      10,
      [
        { first: 5, last: 6 },
        { first: 0, last: 1 },
      ],
      'in the order of the request, without those that cannot be satisfied',
    ],
  ])('%j of %d bytes: %j (%s)', (specs, complete, spans, _clause) => {
    expect(resolveRanges(specs, complete)).toEqual(spans)
  })

  const position = fc.oneof(fc.nat(30), fc.constant(huge))
  const spec = fc.oneof(
    fc.record({ type: fc.constant('suffix' as const), length: position }),
    fc
      .tuple(position, fc.option(position))
      .map(([first, last]) => from(first, last === null ? null : Math.max(first, last))),
  )

  test('names no byte beyond the representation', () => {
    fc.assert(
      fc.property(fc.array(spec), fc.nat(30), (specs, complete) => {
        for (const { first, last } of resolveRanges(specs, complete)) {
          expect(first).toBeGreaterThanOrEqual(0)
          expect(last).toBeGreaterThanOrEqual(first)
          expect(last).toBeLessThan(complete)
        }
      }),
    )
  })

  test('keeps ranges in ascending order that were', () => {
    const ascending = fc
      .uniqueArray(fc.nat(40), { minLength: 2 })
      .map((positions) => positions.toSorted((one, other) => one - other))
      .map((positions) =>
        positions.flatMap((first, index) => {
          const last = positions[index + 1]
          return index % 2 === 0 && last !== undefined ? [from(first, last)] : []
        }),
      )
    fc.assert(
      fc.property(ascending, fc.nat(40), (specs, complete) => {
        const spans = resolveRanges(specs, complete)
        expect(spans.every(({ first }, index) => first > (spans[index - 1]?.last ?? -1))).toBe(true)
      }),
    )
  })
})
