import { describe, expect, test } from '@jest/globals'
import { knownName } from './known-name.ts'

const expected = (bytes: Buffer) => {
  const text = bytes.toString('latin1')
  return { text, lowerCase: text.toLowerCase() }
}

/** All words of up to so many letters. */
const wordsOf = (letters: readonly string[], longest: number): string[] =>
  longest === 0
    ? []
    : letters.flatMap((letter) => [letter, ...wordsOf(letters, longest - 1).map((rest) => letter + rest)])

describe('a field name', () => {
  test('is the text of its bytes, whatever names came before it', () => {
    const names = ['', ...wordsOf(['a', 'b', 'A', 'é'], 5), 'x'.repeat(64), 'x'.repeat(65)]
    // There are more names than slots, so that each has lost its place when it comes again.
    for (const name of [...names, ...names.toReversed()]) {
      const bytes = Buffer.from(name, 'latin1')
      expect(knownName(bytes)).toMatchObject(expected(bytes))
    }
  })

  test('is found again as the very same', () => {
    const first = knownName(Buffer.from('X-Found-Again'))
    expect(knownName(Buffer.from('X-Found-Again'))).toBe(first)
    expect(knownName(Buffer.from('x-found-again'))).not.toBe(first)
  })

  test('stays what it was when its bytes are written over', () => {
    const bytes = Buffer.from('X-Overwritten')
    knownName(bytes)
    bytes.fill('Y')
    expect(knownName(Buffer.from('X-Overwritten')).text).toBe('X-Overwritten')
    expect(knownName(bytes).text).toBe('Y'.repeat(bytes.length))
  })

  test('of more than 64 bytes is not kept', () => {
    const bytes = Buffer.alloc(65, 'x')
    expect(knownName(bytes)).not.toBe(knownName(bytes))
    expect(knownName(bytes)).toEqual(expected(bytes))
  })
})
