import { expect, test } from '@jest/globals'
import { clipped } from './clipped.ts'

test('a text within the limit stays as it is', () => {
  expect(clipped('abcd', 4)).toBe('abcd')
})

test('a longer one ends where the limit is', () => {
  expect(clipped('abcde', 4)).toBe('abc…')
})
