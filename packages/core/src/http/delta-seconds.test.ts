import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { maximumSeconds, parseDeltaSeconds } from './delta-seconds.ts'

describe('parseDeltaSeconds', () => {
  test.each<[string, number | null]>([
    ['0', 0],
    ['60', 60],
    ['003600', 3600],
    ['2147483647', 2_147_483_647],
    ['2147483648', 2_147_483_648],
    ['2147483649', 2_147_483_648],
    ['99999999999999999999999999', 2_147_483_648],
    ['9'.repeat(400), 2_147_483_648],
    ['', null],
    ['-1', null],
    ['+1', null],
    ['1.0', null],
    ['1e3', null],
    ['0x10', null],
    [' 1', null],
    ['1\n', null],
    ['60s', null],
    ["'60'", null],
    ['١', null],
  ])('reads %j as %j', (text, seconds) => {
    expect(parseDeltaSeconds(text)).toBe(seconds)
  })

  test('reads any text as null or a whole number from 0 to 2^31', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.nat().map(String)), (text) => {
        const seconds = parseDeltaSeconds(text)
        if (seconds === null) return
        expect(Number.isInteger(seconds)).toBe(true)
        expect(seconds).toBeGreaterThanOrEqual(0)
        expect(seconds).toBeLessThanOrEqual(maximumSeconds)
      }),
    )
  })
})
