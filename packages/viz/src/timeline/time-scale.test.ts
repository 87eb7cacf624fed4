import { describe, expect, test } from '@jest/globals'
import { createTimeScale, merged, type Interval } from './time-scale.ts'
import { timeTicks } from './time-ticks.ts'

const place = { x: 100, width: 600 }
const between = (begin: number, end: number): Interval => ({ begin, end })

describe('a time scale', () => {
  test('goes from the first beginning to the last end, in proportion', () => {
    const { x, stretches } = createTimeScale([between(50, 150), between(100, 250)], place)
    expect(stretches).toHaveLength(1)
    const [left, middle, right] = [x(50), x(150), x(250)]
    expect(left).toBe(106)
    expect(right).toBe(694)
    expect(middle).toBe((left + right) / 2)
  })

  test('cuts long pauses out, and gives a millisecond as many pixels before as after', () => {
    const { x, stretches } = createTimeScale([between(0, 10), between(5_000, 5_030)], place)
    expect(stretches.map(({ begin, end }) => [begin, end])).toEqual([
      [0, 10],
      [5_000, 5_030],
    ])
    expect((x(10) - x(0)) * 3).toBeCloseTo(x(5_030) - x(5_000))
    expect(x(5_000) - x(10)).toBeLessThan(60)
    expect(x(2_000)).toBeGreaterThan(x(10))
    expect(x(2_000)).toBeLessThan(x(5_000))
  })

  test('keeps short pauses', () => {
    expect(createTimeScale([between(0, 100), between(120, 200)], place).stretches).toHaveLength(1)
  })

  test('never leaves its place, however many pauses there are, and never goes back', () => {
    const many = Array.from({ length: 400 }, (_, index) => between(index * 1_000, index * 1_000 + 1))
    const { x, stretches } = createTimeScale(many, place)
    expect(stretches.length).toBeLessThanOrEqual(9)
    const places = many.flatMap(({ begin, end }) => [x(begin), x(end)])
    expect(places).toEqual(places.toSorted((one, other) => one - other))
    expect(Math.min(...places)).toBeGreaterThanOrEqual(100)
    expect(Math.max(...places)).toBeLessThanOrEqual(700)
  })

  test('has room for moments that took no time, and for nothing at all', () => {
    const { x } = createTimeScale([between(7, 7), between(9, 9)], place)
    expect(x(7)).toBeLessThan(x(9))
    expect(createTimeScale([], place).x(0)).toBe(106)
  })
})

test('intervals that touch, or nearly do, are one', () => {
  expect(merged([between(5, 9), between(0, 4), between(20, 21), between(6, 7)], 1)).toEqual([
    between(0, 9),
    between(20, 21),
  ])
})

describe('ticks', () => {
  test.each([
    [300, 50],
    [9, 1],
    [4_000, 500],
    [70_000, 10_000],
    [5_400_000, 600_000],
  ])('of %d milliseconds are %d apart where that is the next step that a person can add up', (span, step) => {
    const ticks = timeTicks({ begin: 1_000, end: 1_000 + span, x: 0, width: 640 }, 64)
    expect(ticks.slice(0, 3)).toEqual([0, step, 2 * step])
    expect(ticks.at(-1)).toBeLessThanOrEqual(span)
  })

  test('of a moment, or of more time than has a name, are one', () => {
    expect(timeTicks({ begin: 5, end: 5, x: 0, width: 640 }, 64)).toEqual([0])
    expect(timeTicks({ begin: 0, end: 1e15, x: 0, width: 640 }, 64)).toEqual([0])
  })
})
