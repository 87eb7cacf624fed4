import { expect, test } from '@jest/globals'
import { ratios } from './ratios.ts'

test('slices are put in proportion one by one, before the median', () => {
  // The machine was ten times slower in the second slice, for both.
  expect(ratios([2, 40, 6], [1, 10, 1])).toEqual({ median: 4, low: 3, high: 5 })
})

test('a slice that one of the two lacks is an error', () => {
  expect(() => ratios([1, 2], [1])).toThrow(RangeError)
})
