import { expect, test } from '@jest/globals'
import { entryHeads, keyOf, shuffled } from './store-entries.ts'

test('shuffled numbers are each there once, and hardly any is where it was', () => {
  const order = shuffled(1_000)
  expect([...order].toSorted((one, other) => one - other)).toEqual(Array.from({ length: 1_000 }, (_, n) => n))
  expect(order.filter((number, place) => number === place).length).toBeLessThan(10)
})

test('the order is the same each time', () => {
  expect(shuffled(100)).toEqual(shuffled(100))
})

test('each number has a key of its own, all of one length', () => {
  const keys = Array.from({ length: 500 }, (_, number) => keyOf(number * 1_999))
  expect(new Set(keys).size).toBe(500)
  expect(new Set(keys.map((key) => key.length)).size).toBe(1)
})

test('the heads that are stored differ in their validators', async () => {
  const tags = (await entryHeads()).map(({ etag }) => etag)
  expect(new Set(tags).size).toBe(tags.length)
})
