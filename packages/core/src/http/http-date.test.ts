import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { formatHttpDate, parseHttpDate } from './http-date.ts'

const now = Date.UTC(2026, 0, 1)

describe('parseHttpDate', () => {
  test.each<[string, number]>([
    ['Sun, 06 Nov 1994 08:49:37 GMT', 784_111_777_000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 784_111_777_000],
    ['Sun Nov  6 08:49:37 1994', 784_111_777_000],
    ['Sun Nov 16 08:49:37 1994', 784_975_777_000],
  ])('reads %j, a form of RFC 9110 §5.6.7', (text, time) => {
    expect(parseHttpDate(text, now)).toBe(time)
  })

  test.each<[string, number, string]>([
    ['SUN, 06 nov 1994 08:49:37 gmt', 784_111_777_000, 'RFC 9111 §4.2: letters in any case'],
    ['Mon, 06 Nov 1994 08:49:37 GMT', 784_111_777_000, 'the name of the day is not compared'],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0, 'the epoch'],
    ['Wed, 31 Dec 1969 23:59:59 GMT', -1000, 'before the epoch'],
    ['Sat, 29 Feb 2020 00:00:00 GMT', Date.UTC(2020, 1, 29), 'a leap day'],
    ['Sat, 31 Dec 2016 23:59:60 GMT', Date.UTC(2017, 0, 1), 'a leap second'],
    ['Fri, 31 Dec 9999 23:59:59 GMT', Date.UTC(9999, 11, 31, 23, 59, 59), 'the last year'],
    ['Fri, 01 Jan 0050 00:00:00 GMT', -60_589_296_000_000, 'a year below 100 is taken as written'],
  ])('reads %j as %d: %s', (text, time, _case) => {
    expect(parseHttpDate(text, now)).toBe(time)
  })

  test.each<[string, number, number]>([
    ['26', 2026, 2026],
    ['76', 2026, 2076],
    ['77', 2026, 1977],
    ['99', 2026, 1999],
    ['00', 2026, 2000],
    ['00', 2099, 2000],
    ['94', 1994, 1994],
  ])('takes the year %s of RFC 850, read in %d, for %d', (digits, readIn, year) => {
    expect(parseHttpDate(`Sunday, 06-Nov-${digits} 08:49:37 GMT`, Date.UTC(readIn, 5))).toBe(
      Date.UTC(year, 10, 6, 8, 49, 37),
    )
  })

  test.each([
    '',
    '0',
    '-1',
    'never',
    'Sun, 06 Nov 1994 08:49:37 UTC',
    'Sun, 06 Nov 1994 08:49:37 +0000',
    'Sun, 06 Nov 1994 08:49:37',
    'Sun, 06 Nov 94 08:49:37 GMT',
    'Sun, 6 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 8:49:37 GMT',
    'Sun, 06  Nov 1994 08:49:37 GMT',
    'Sun 06 Nov 1994 08:49:37 GMT',
    'Sun, 06-Nov-1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 08.49.37 GMT',
    'Sun, 00 Nov 1994 08:49:37 GMT',
    'Sun, 31 Nov 1994 08:49:37 GMT',
    'Tue, 29 Feb 2022 08:49:37 GMT',
    'Sun, 06 Nov 1994 24:00:00 GMT',
    'Sun, 06 Nov 1994 08:60:00 GMT',
    'Sun, 06 Nov 1994 08:49:61 GMT',
    'Sun Nov 6 08:49:37 1994',
    'Son, 06 Nov 1994 08:49:37 GMT',
    ' Sun, 06 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT',
    '1994-11-06T08:49:37Z',
    '784111777',
  ])('takes %j for no date', (text) => {
    expect(parseHttpDate(text, now)).toBeNull()
  })

  test('reads what is nearly the preferred form as it does in letters of another case', () => {
    const time = fc.integer({ min: Date.UTC(0), max: Date.UTC(9999, 0) })
    const edit = fc.record({
      at: fc.nat(28),
      text: fc.constantFrom('', ' ', '0', '3', '9', ':', 'x', 'T', '/'),
    })
    fc.assert(
      fc.property(time, fc.option(edit), (moment, changed) => {
        const date = formatHttpDate(moment)
        const text =
          changed === null ? date : date.slice(0, changed.at) + changed.text + date.slice(changed.at + 1)
        // Only the regular expressions read it so.
        expect(parseHttpDate(text, now)).toBe(parseHttpDate(text.toLowerCase(), now))
      }),
      { seed: 20_261_121, numRuns: 2_000 },
    )
  })

  test('reads any text as null or a time', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer(), (text, at) => {
        const time = parseHttpDate(text, at)
        expect(time === null || Number.isInteger(time)).toBe(true)
      }),
    )
  })
})

describe('formatHttpDate', () => {
  test('writes the preferred form, rounded down to the second', () => {
    expect(formatHttpDate(784_111_777_999)).toBe('Sun, 06 Nov 1994 08:49:37 GMT')
  })

  test('what it writes is read back, for every second of the years 0 to 9999', () => {
    const seconds = fc.integer({ min: -62_167_219_200, max: 253_402_300_799 })
    fc.assert(
      fc.property(seconds, (second) => {
        expect(parseHttpDate(formatHttpDate(second * 1000), now)).toBe(second * 1000)
      }),
    )
  })
})
