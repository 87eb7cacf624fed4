import { expect, test } from '@jest/globals'
import { piece, type TextLine } from './text-piece.ts'
import { wrapPieces } from './wrap-pieces.ts'

const wrap = (groups: readonly TextLine[], width: number): string[] =>
  wrapPieces(groups, width).map((line) => line.map(({ text }) => text).join(''))

const words = (text: string): TextLine[] => text.split(' ').map((word) => [piece(word)])

test.each([
  ['one', ['one']],
  ['one two three', ['one two', 'three']],
  ['four six', ['four six']],
  ['four five', ['four', 'five']],
  ['猫猫猫 猫猫', ['猫猫猫', '猫猫']],
  ['unbreakable yes', ['unbreaka', 'ble yes']],
  ['猫猫猫猫猫猫', ['猫猫猫猫', '猫猫']],
])('lines break between groups, and within one only where it is wider than a line: %s', (text, lines) => {
  expect(wrap(words(text), 8)).toEqual(lines)
})

test('a group keeps its blanks where it fits, and its styles', () => {
  const group = [piece('go [is', 'hit'), piece(' it]')]
  expect(wrapPieces([[piece('a')], group], 12)).toEqual([[piece('a'), piece(' '), ...group]])
  expect(wrap([group], 6)).toEqual(['go [is', 'it]'])
})

test('nothing has no line', () => {
  expect(wrapPieces([], 8)).toEqual([])
})
