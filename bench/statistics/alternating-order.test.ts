import { expect, test } from '@jest/globals'
import { alternatingOrder } from './alternating-order.ts'

test('every second turn is taken backwards', () => {
  expect(alternatingOrder(['A', 'B', 'C'], 3)).toEqual([
    ['A', 'B', 'C'],
    ['C', 'B', 'A'],
    ['A', 'B', 'C'],
  ])
})
