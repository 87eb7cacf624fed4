import { describe, expect, test } from '@jest/globals'
import { StoreBudget } from './store-budget.ts'

describe('the store budget of a transaction', () => {
  test('counts all that is charged together, and is never less than nothing', () => {
    const budget = new StoreBudget(2_000)
    budget.charge(1_500)
    expect(budget.left).toBe(500)
    budget.charge(400)
    budget.charge(400)
    expect([budget.left, budget.limit]).toEqual([0, 2_000])
  })

  test('charges nothing when the clock was set back', () => {
    const budget = new StoreBudget(2_000)
    budget.charge(-5_000)
    expect(budget.left).toBe(2_000)
  })

  test('earns back what a store of the pace takes for the bytes, and no more than there was', () => {
    const budget = new StoreBudget(2_000)
    budget.charge(1_000)
    budget.earn(512, 1_024)
    expect(budget.left).toBe(1_500)
    budget.earn(1_000_000, 1_024)
    expect(budget.left).toBe(2_000)
  })

  test('has no end where there is no limit', () => {
    const budget = new StoreBudget(Infinity)
    budget.charge(1e9)
    expect(budget.left).toBe(Infinity)
  })
})
