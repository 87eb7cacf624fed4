import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { knownName } from './known-name.ts'

const expected = (bytes: Buffer) => {
  const text = bytes.toString('latin1')
  return { text, lowerCase: text.toLowerCase() }
}

describe('a field name', () => {
  test('is the text of its bytes, whatever names came before it', () => {
    const name = fc.uint8Array({ maxLength: 70 }).map((bytes) => Buffer.from(bytes))
    // Few letters, so that many names share a slot.
    const alike = fc
      .string({ unit: fc.constantFrom('a', 'b', 'A'), maxLength: 9 })
      .map((text) => Buffer.from(text))
    fc.assert(
      fc.property(fc.array(fc.oneof(name, alike), { maxLength: 40 }), (names) => {
        for (const bytes of names) expect(knownName(bytes)).toMatchObject(expected(bytes))
      }),
      { seed: 20_261_121 },
    )
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
