import { describe, expect, test } from '@jest/globals'
import { durationText, offsetText } from '../duration-text.ts'
import { keptInOrder } from './kept-in-order.ts'
import { quotedText, someOf } from './quoted-text.ts'
import { shortenText } from './shorten-text.ts'
import { sortedJson } from './sorted-json.ts'
import { tellApart } from './tell-apart.ts'

describe('a time in milliseconds', () => {
  test.each([
    [0, '0 ms'],
    [0.25, '0.25 ms'],
    [3, '3 ms'],
    [99.96, '100 ms'],
    [999, '999 ms'],
    [999.6, '1 s'],
    [1_000, '1 s'],
    [1_234, '1.23 s'],
    [12_345, '12.3 s'],
    [59_940, '59.9 s'],
    [59_960, '1 min'],
    [60_000, '1 min'],
    [125_000, '2 min 5 s'],
    [3_599_499, '59 min 59 s'],
    [3_599_500, '1 h'],
    [11_400_000, '3 h 10 min'],
    [-3, '−3 ms'],
  ])('%d reads %s', (millis, text) => {
    expect(durationText(millis)).toBe(text)
  })

  test('has a sign where it is counted from a beginning', () => {
    expect([offsetText(3), offsetText(0), offsetText(-1_500)]).toEqual(['+3 ms', '+0 ms', '−1.5 s'])
  })
})

describe('a text that is too long', () => {
  test.each([
    ['short', 5, 'short'],
    ['longer', 5, 'lo…er'],
    ['longer', 4, 'lo…r'],
    ['longer', 1, '…'],
  ])('%s in %d places is %s', (text, length, short) => {
    expect(shortenText(text, length)).toBe(short)
  })

  test('is never cut within a character', () => {
    for (let length = 1; length < 12; length += 1) {
      const short = shortenText('😀'.repeat(6), length)
      expect(short.isWellFormed()).toBe(true)
      expect(short.length).toBeLessThanOrEqual(length)
    }
  })

  test('differs visibly from another that begins alike', () => {
    const alike = 'a'.repeat(300)
    const told = tellApart(`${alike}x${alike}`, `${alike}y${alike}`)
    expect(told.before).not.toBe(told.after)
    expect(told.before.length).toBeLessThanOrEqual(80)
    expect(told.before.startsWith('…aaaaaaaaaax')).toBe(true)
  })

  test('differs visibly from one that is its beginning, and where its characters are of two code units', () => {
    const alike = '😀'.repeat(100)
    for (const end of ['😀x', '😁', '']) {
      const told = tellApart(`${alike}${end}`, `${alike}😀`)
      expect(told.before).not.toBe(told.after)
      expect([told.before.isWellFormed(), told.after.isWellFormed()]).toEqual([true, true])
    }
  })
})

describe('names in a message', () => {
  test('show what cannot be seen, and no more than a line', () => {
    expect(quotedText('a\nb')).toBe(String.raw`"a\nb"`)
    expect(quotedText('x'.repeat(5_000)).length).toBeLessThan(90)
  })

  test('are listed, the first few', () => {
    expect(someOf([])).toBe('none')
    expect(someOf(['a', 'b'])).toBe('"a", "b"')
    expect(someOf('abcdefghijk'.split(''))).toBe('"a", "b", "c", "d", "e", "f", "g", "h" and 3 more')
  })
})

test('JSON is the same whatever the order in which members were written down', () => {
  expect(sortedJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}')
  expect(sortedJson(JSON.parse('{"__proto__":1,"a":2}'))).toBe('{"__proto__":1,"a":2}')
})

describe('what has kept its order', () => {
  test.each([
    [[], []],
    [
      [0, 1, 2],
      [0, 1, 2],
    ],
    [[1, 0], [0]],
    [
      [3, 0, 1, 2],
      [0, 1, 2],
    ],
    [
      [0, 2, 3, 1],
      [0, 2, 3],
    ],
    [[2, 1, 0], [0]],
  ])('of %p is %p', (numbers, kept) => {
    const places = [...keptInOrder(numbers)].toSorted((one, other) => one - other)
    expect(places.map((place) => numbers[place])).toEqual(kept)
  })
})
