import { describe, expect, test } from '@jest/globals'
import { printable } from './printable.ts'

describe('text from elsewhere', () => {
  test.each([
    ['a b', 'a b'],
    ['\u001B[2J', '%1B[2J'],
    ['ä', '%C3%A4'],
    ['🙂', '%F0%9F%99%82'],
    ['half \uD83D of a pair', 'half %EF%BF%BD of a pair'],
  ])('%j is printed as %s', (text, printed) => {
    expect(printable(text)).toBe(printed)
  })
})
