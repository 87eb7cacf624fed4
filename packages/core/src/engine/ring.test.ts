import { describe, expect, test } from '@jest/globals'
import { Ring } from './ring.ts'

const filled = (capacity: number, count: number): number[] => {
  const ring = new Ring<number>(capacity)
  for (let item = 1; item <= count; item++) ring.add(item)
  return ring.toArray()
}

describe('a ring', () => {
  test.each([
    ['holds nothing at first', 3, 0, []],
    ['holds what was added, oldest first', 3, 2, [1, 2]],
    ['holds as many as its capacity', 3, 3, [1, 2, 3]],
    ['forgets the oldest', 3, 4, [2, 3, 4]],
    ['goes round more than once', 3, 8, [6, 7, 8]],
    ['of one holds the last', 1, 5, [5]],
    ['of none holds nothing, however much is added', 0, 5, []],
  ])('%s', (...[, capacity, count, expected]) => {
    expect(filled(capacity, count)).toEqual(expected)
  })

  test('gives a copy: what is added later is not in it', () => {
    const ring = new Ring<string>(2)
    ring.add('one')
    const before = ring.toArray()
    ring.add('two')
    expect(before).toEqual(['one'])
  })
})
