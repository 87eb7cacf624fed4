import { expect, test } from '@jest/globals'
import type { Comparison } from './comparison.ts'
import { estimate, shortened } from './estimate.ts'

const comparison = (contenders: number, slice: number): Comparison => ({
  name: 'any',
  about: 'Anything.',
  operation: 'call',
  contenders: Array.from({ length: contenders }, (_, index) => ({
    name: String(index),
    start: () => Promise.reject(new Error('nothing is run')),
  })),
  baseline: '0',
  budgets: [],
  pace: { warmUp: 0, slice, slices: 6 },
})

const full = { rounds: 3, share: 1, slices: 100 }

test('what is expected grows with contenders, rounds and slices', () => {
  const [base, wider, longer] = [comparison(2, 0), comparison(4, 0), comparison(2, 1_000)]
  expect(estimate(wider, full)).toBe(2 * estimate(base, full))
  expect(estimate(base, { ...full, rounds: 6 })).toBe(2 * estimate(base, full))
  expect(estimate(longer, full) - estimate(base, full)).toBe(2 * 3 * 6 * 1_000)
})

test('a short run has a share of each slice, and no more slices than it is given', () => {
  const pace = { warmUp: 1_000, slice: 500, slices: 6 }
  expect(shortened(pace, { rounds: 1, share: 0.1, slices: 2 })).toEqual({ warmUp: 100, slice: 50, slices: 2 })
})
