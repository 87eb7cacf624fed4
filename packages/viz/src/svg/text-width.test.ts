import { describe, expect, test } from '@jest/globals'
import { breakLines } from './break-lines.ts'
import { cutText, textWidth } from './text-width.ts'

const font = { size: 10, weight: 'regular' } as const

describe('the width of a text', () => {
  test('is the sum of those of its characters, by their size', () => {
    expect(textWidth('hit', font)).toBeCloseTo(13.05)
    expect(textWidth('hit', { ...font, size: 20 })).toBeCloseTo(26.1)
  })

  test('is greater in bold', () => {
    expect(textWidth('hit', { ...font, weight: 'bold' })).toBeGreaterThan(textWidth('hit', font))
  })

  test('counts a character outside of the first plane once, and as wide as the widest', () => {
    expect(textWidth('🙂', font)).toBe(14)
    expect(textWidth('é', font)).toBe(12.5)
  })
})

describe('a text that is too wide', () => {
  test('is cut, so that it fits with its dots', () => {
    const cut = cutText('revalidate', 40, font)
    expect(cut).toMatch(/^reval…$/)
    expect(textWidth(cut, font)).toBeLessThanOrEqual(40)
  })

  test('is left alone where it fits', () => {
    expect(cutText('revalidate', 400, font)).toBe('revalidate')
  })

  test('keeps at least one character', () => {
    expect(cutText('revalidate', 1, font)).toBe('r…')
  })
})

describe('a text in lines', () => {
  const box = { width: 90, lines: 3, font }

  test('breaks between words, and keeps them all', () => {
    const lines = breakLines('the store has been asked for a response', box)
    expect(lines.join(' ')).toBe('the store has been asked for a response')
    for (const line of lines) expect(textWidth(line, font)).toBeLessThanOrEqual(90)
  })

  test('is spread, so that no line holds but its last word', () => {
    expect(breakLines('one two three four', { ...box, width: 72 })).toEqual(['one two', 'three four'])
  })

  test('keeps a sign at its beginning with what follows it', () => {
    expect(breakLines('~ somethingMuchLonger', { ...box, width: 80 })).toEqual(['~ something', 'MuchLonger'])
  })

  test('ends with dots where it has no more room', () => {
    const lines = breakLines('word '.repeat(10_000), box)
    expect(lines).toHaveLength(3)
    expect(lines.at(-1)).toMatch(/…$/)
  })

  test('breaks a word that is wider than a line, as often as there are lines', () => {
    const lines = breakLines('x'.repeat(10_000), box)
    expect(lines).toEqual([expect.stringMatching(/^x+$/), lines[0], expect.stringMatching(/^x+…$/)])
    for (const line of lines) expect(textWidth(line, font)).toBeLessThanOrEqual(90)
  })

  test('has none where there is none', () => {
    expect(breakLines(' \n ', box)).toEqual([])
  })
})
