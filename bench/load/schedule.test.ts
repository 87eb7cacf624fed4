import { expect, test } from '@jest/globals'
import { evenSchedule } from './schedule.ts'

test('the first request is due at the start, the others at even distances', () => {
  const schedule = evenSchedule(1_000, 500, 20)
  expect([0, 1, 9].map((index) => schedule.timeOf(index))).toEqual([1_000, 1_002, 1_018])
  expect(schedule.total).toBe(10)
})

test.each([
  [999.9, 0],
  [1_000, 1],
  [1_001.9, 1],
  [1_002, 2],
  [1_015, 8],
  [9_999, 10],
])('at %d milliseconds %d requests are due, however few have been answered', (now, due) => {
  expect(evenSchedule(1_000, 500, 20).dueBy(now)).toBe(due)
})
