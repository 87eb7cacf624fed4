import { describe, expect, test } from '@jest/globals'
import { figureOf, quantile } from './figure.ts'

describe('the median', () => {
  test.each([
    { values: [3], middle: 3 },
    { values: [9, 1, 5], middle: 5 },
    { values: [10, 2, 1, 4], middle: 3 },
    { values: [100, 2, 10], middle: 10 },
  ])('of $values is $middle', ({ values, middle }) => {
    expect(quantile(values, 0.5)).toBe(middle)
  })

  test('leaves the values in their order', () => {
    const values = [3, 1, 2]
    quantile(values, 0.5)
    expect(values).toEqual([3, 1, 2])
  })

  test('of nothing is an error', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError)
  })
})

test('a quantile between two values is between them in proportion', () => {
  expect(quantile([0, 10], 0.25)).toBe(2.5)
})

test('a figure is the median between the quartiles', () => {
  expect(figureOf([50, 10, 30, 20, 40])).toEqual({ median: 30, low: 20, high: 40 })
})
