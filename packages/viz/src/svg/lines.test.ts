import { describe, expect, test } from '@jest/globals'
import { countCrossings } from './count-crossings.ts'
import { joinRoutes } from './join-routes.ts'
import type { Point } from './picture.ts'

const line = (...corners: [number, number][]): Point[] => corners.map(([x, y]) => ({ x, y }))

describe('crossings', () => {
  const across = line([0, 5], [10, 5])

  test('are counted by their places', () => {
    expect(countCrossings([across, line([5, 0], [5, 10]), line([7, 0], [7, 10])])).toBe(2)
  })

  test('of lines that run together are one', () => {
    expect(countCrossings([across, line([5, 0], [5, 10]), line([5, 0], [5, 12])])).toBe(1)
  })

  test('are none where a line ends on another, or crosses itself', () => {
    expect(countCrossings([across, line([5, 5], [5, 10])])).toBe(0)
    expect(countCrossings([line([0, 5], [10, 5], [10, 0], [5, 0], [5, 10])])).toBe(0)
  })
})

describe('lines to the same end', () => {
  test('are drawn as far as to the one that they join', () => {
    const first = line([0, 0], [0, 10], [20, 10], [20, 30])
    const second = line([10, 0], [10, 10], [20, 10], [20, 30])
    expect(joinRoutes([first, second])).toEqual([
      { points: first, joins: false },
      { points: line([10, 0], [10, 10]), joins: true },
    ])
  })

  test('join in the middle of a straight part, too', () => {
    const [, second] = joinRoutes([line([0, 0], [0, 30]), line([10, 0], [10, 20], [0, 20], [0, 30])])
    expect(second).toEqual({ points: line([10, 0], [10, 20], [0, 20]), joins: true })
  })

  test('are whole where they only cross', () => {
    const second = line([-5, 10], [5, 10], [5, 30])
    expect(joinRoutes([line([0, 0], [0, 30]), second])[1]).toEqual({ points: second, joins: false })
  })
})
