import { describe, expect, test } from '@jest/globals'
import { linePatterns, type Palette, palettes, styleFor, toneSigns } from './palette.ts'

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['page', 'box', 'group', 'bar'] as const

const textsOf = ({ text, muted, path, tone }: Palette): [string, string][] =>
  Object.entries({ text, muted, ...path, ...tone })

describe.each(Object.entries(palettes))('in the %s theme', (_theme, palette) => {
  test.each(grounds)('all text can be read on %s', (ground) => {
    const poor = textsOf(palette).filter(([, colour]) => contrast(colour, palette[ground]) < 4.5)
    expect(poor).toEqual([])
  })

  test.each(grounds)('borders can be seen on %s', (ground) => {
    expect(contrast(palette.border, palette[ground])).toBeGreaterThanOrEqual(3)
  })
})

describe('what a colour says', () => {
  test('is said by the pattern of the line as well', () => {
    const { none: _none, hit: _hit, ...others } = linePatterns
    expect(new Set(Object.values(others)).size).toBe(Object.keys(others).length)
  })

  test('is said by a sign as well', () => {
    expect(new Set(Object.values(toneSigns)).size).toBe(Object.keys(toneSigns).length)
  })
})

test('only the theme that follows the system asks what that is', () => {
  const write = ({ page }: Palette): string => page
  expect(styleFor('light', write)).toBe('#ffffff')
  expect(styleFor('dark', write)).toBe('#0d1117')
  expect(styleFor('auto', write)).toBe('#ffffff\n@media (prefers-color-scheme: dark) {\n#0d1117\n}')
})
