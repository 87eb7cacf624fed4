import { describe, expect, test } from '@jest/globals'
import { logScale } from './log-scale.ts'

const range = { from: 0, to: 100 }
const figure = (median: number) => ({ median, low: median, high: median })

test('a half is as far from 1 as twice', () => {
  const scale = logScale([figure(4), figure(0.25)], range)
  expect(scale.at(1)).toBeCloseTo(50)
  expect(scale.at(1) - scale.at(0.5)).toBeCloseTo(scale.at(2) - scale.at(1))
  expect([scale.at(0.25), scale.at(4)]).toEqual([0, 100])
})

test('differences of a few per cent look like that: the scale is never narrower than from a half to twice', () => {
  const scale = logScale([figure(1.02)], range)
  expect(scale.at(1.02) - scale.at(1)).toBeLessThan(2)
})

test('what lies outside, or is no number, is drawn at the edge', () => {
  const scale = logScale([{ median: 3, low: -1, high: Number.POSITIVE_INFINITY }], range)
  expect([scale.at(-1), scale.at(Number.POSITIVE_INFINITY)]).toEqual([0, 100])
})

describe('marks', () => {
  test.each([
    [[1], [0.5, 1, 2]],
    [
      [0.1, 6],
      [0.1, 0.2, 0.5, 1, 2, 5],
    ],
    [[600], [1, 10, 100]],
  ])('for ratios of %j are at %j', (medians, ticks) => {
    expect(logScale(medians.map(figure), range).ticks).toEqual(ticks)
  })
})
