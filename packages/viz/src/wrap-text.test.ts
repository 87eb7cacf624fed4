import { expect, test } from '@jest/globals'
import { wrapText } from './wrap-text.ts'

test.each([
  ['', []],
  ['one', ['one']],
  ['one two three', ['one two', 'three']],
  ['one  two\nthree', ['one two', 'three']],
  ['four six', ['four six']],
  ['four five', ['four', 'five']],
  ['exactly8 more', ['exactly8', 'more']],
  ['incomprehensible no', ['incomprehensible', 'no']],
])('lines break between words, at eight characters: %j', (text, lines) => {
  expect(wrapText(text, 8)).toEqual(lines)
})
