import { describe, expect, test } from '@jest/globals'
import { breakWord } from './break-word.ts'
import { textWidth } from './text-width.ts'

const font = { size: 10, weight: 'regular' } as const

describe('a word', () => {
  test.each([
    ['is whole where it fits', 'anEvent[g]', 90, ['anEvent[g]']],
    ['breaks before a guard', 'anEvent.of.it[aGuard]', 100, ['anEvent.of.it', '[aGuard]']],
    ['breaks after a dot', 'response.headArrived', 90, ['response.', 'headArrived']],
    ['breaks at a hump', 'revalidateStored', 60, ['revalidate', 'Stored']],
    ['breaks anywhere where there is nothing better', 'iiiiiiiiii', 12, ['iiii', 'iiii', 'ii']],
    ['keeps accents with their letters', 'e\u0301e\u0301e\u0301', 20, ['e\u0301', 'e\u0301', 'e\u0301']],
    ['is never wider than a line', `a${'\u0301'.repeat(3)}`, 20, ['a\u0301', '\u0301', '\u0301']],
  ])('%s', (_what, word, width, parts) => {
    expect(breakWord(word, { width, font })).toEqual(parts)
    for (const part of parts) expect(textWidth(part, font)).toBeLessThanOrEqual(width)
  })

  test('of many letters is broken at once', () => {
    expect(breakWord('n'.repeat(100_000), { width: 64, font })).toHaveLength(10_000)
  })
})
