import { expect, test } from '@jest/globals'
import { seededRandom } from '@cachechart/core/testing'
import { keyOfText, keyText } from './key-text.ts'

const seed = 20_261_121

/** What SQLite keeps of a text. */
const throughUtf8 = (text: string): string => Buffer.from(text, 'utf8').toString('utf8')

test(`every key has a text of its own that SQLite can keep, halves of characters and NUL among them (seed ${seed})`, () => {
  const random = seededRandom(seed)
  const parts = ['\ud800', '\udc00', '\0', '\u0001', 'a', '"', '\\', 'é', '🗝']
  for (let round = 0; round < 500; round += 1) {
    const key = Array.from({ length: round % 6 }, () => parts[Math.floor(random() * parts.length)]).join('')
    const text = keyText(key)
    expect([throughUtf8(text), text.includes('\0'), keyOfText(text)]).toEqual([text, false, key])
  }
})

test('a key is kept as it is where that is possible, and a text that nobody has written names itself', () => {
  expect(keyText('https://example.com/ключ')).toBe('https://example.com/ключ')
  expect(keyOfText('\u0001{')).toBe('\u0001{')
})
