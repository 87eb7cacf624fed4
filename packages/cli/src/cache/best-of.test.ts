import { describe, expect, test } from '@jest/globals'
import { BestOf } from './best-of.ts'

describe('the best few', () => {
  test.each([1, 2, 7, 100, Infinity])(
    'of many in whatever order are the first %d of all in order',
    (most) => {
      const best = new BestOf<number>(most, (one, other) => one - other)
      const numbers = Array.from({ length: 50 }, (_, at) => (at * 37) % 50)
      for (const number of numbers) best.add(number)
      expect(best.sorted).toEqual(numbers.toSorted((one, other) => one - other).slice(0, most))
    },
  )
})
