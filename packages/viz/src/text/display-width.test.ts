import { expect, test } from '@jest/globals'
import { displayWidth } from './display-width.ts'

test.each([
  ['', 0],
  ['plain', 5],
  ['größe', 5],
  ['e\u0301', 1],
  ['状態', 4],
  ['カード', 6],
  ['한국어', 6],
  ['ｆｕｌｌ', 8],
  ['「」、。', 8],
  ['😀', 2],
  ['●◆■▲□→↺│├', 9],
  ['кот ☃', 5],
])('a terminal shows %j in so many columns: %d', (text, columns) => {
  expect(displayWidth(text)).toBe(columns)
})
