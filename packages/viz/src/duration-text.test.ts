import { expect, test } from '@jest/globals'
import { durationText } from './duration-text.ts'

test.each([
  [0, '0 ms'],
  [0.004, '0 ms'],
  [0.25, '0.25 ms'],
  [1.257, '1.26 ms'],
  [12.57, '12.6 ms'],
  [340.4, '340 ms'],
  [999.4, '999 ms'],
  [999.6, '1 s'],
  [1_000, '1 s'],
  [1_235, '1.24 s'],
  [59_900, '59.9 s'],
  [59_960, '1 min'],
  [60_000, '1 min'],
  [125_000, '2 min 5 s'],
  [3_599_900, '1 h'],
  [3_600_000, '1 h'],
  [12_000_000, '3 h 20 min'],
  [-40, '−40 ms'],
])('a span of %d milliseconds is written as %s', (span, text) => {
  expect(durationText(span)).toBe(text)
})
