import { expect, test } from '@jest/globals'
import { AllocationCounter } from './allocation-counter.ts'

test('what is thrown away at once counts as well, over many collections', () => {
  const counter = new AllocationCounter()
  const before = counter.total()
  const rounds = 2_000_000
  let last: readonly number[] = []
  for (let index = 0; index < rounds; index += 1) last = [index, index, index, index]
  const bytes = (counter.total() - before) / rounds
  expect(last).toHaveLength(4)
  // An array and its four elements: between 4 bytes each with compressed pointers and 8 without.
  expect(bytes).toBeGreaterThan(30)
  expect(bytes).toBeLessThan(100)
})

test('a loop that makes nothing takes next to nothing', () => {
  const counter = new AllocationCounter()
  const before = counter.total()
  let sum = 0
  for (let index = 0; index < 2_000_000; index += 1) sum = (sum + index) | 0
  expect(sum).not.toBe(0)
  expect((counter.total() - before) / 2_000_000).toBeLessThan(1)
})
