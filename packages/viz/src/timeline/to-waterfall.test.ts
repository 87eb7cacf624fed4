import { describe, expect, test } from '@jest/globals'
import type { CacheRecord } from '@cachechart/core'
import { SaxesParser } from 'saxes'
import { palettes } from '../svg/palette.ts'
import { textWidth } from '../svg/text-width.ts'
import { createTimeline } from './create-timeline.ts'
import { toWaterfall } from './to-waterfall.ts'
import { activityColours } from './waterfall-style.ts'

/** Requests for it that hang. */
const hanging = (url: string): CacheRecord[] =>
  [1, 2].map((id) => ({
    ...{ kind: 'begin', id, at: id * 700, role: 'client', method: 'GET', url, fields: [], key: url },
    ...{ namedUrl: null, mode: 'default', range: 'kept' },
    rules: { onTimeout: 'fail', leaderLeaves: 'finish' },
  }))

const fonts = {
  title: { size: 16, weight: 'bold' },
  key: { size: 13, weight: 'bold' },
  'tick muted': { size: 11, weight: 'regular' },
} as const
const regular = { size: 12, weight: 'regular' } as const

interface Box {
  readonly text: string
  readonly y: number
  readonly left: number
  readonly right: number
}

/** Where each text is, at its widest. */
const boxesOf = (svg: string): Box[] => {
  const boxes: Box[] = []
  let attributes: Readonly<Record<string, string>> | undefined
  const parser = new SaxesParser()
  parser.on('opentag', (tag) => (attributes = tag.name === 'text' ? tag.attributes : undefined))
  parser.on('text', (text) => {
    if (attributes === undefined) return
    const { x, y, class: name = '' } = attributes
    const font = name in fonts ? fonts[name as keyof typeof fonts] : regular // it is one, as the line says
    boxes.push({ text, y: Number(y), left: Number(x), right: Number(x) + textWidth(text, font) })
    attributes = undefined
  })
  parser.write(svg).close()
  return boxes
}

describe('no text of a waterfall is clipped, or lies on another', () => {
  const urls = [
    'https://a.example/',
    `https://a.example/${'W'.repeat(400)}`,
    `https://a.example/${'猫'.repeat(99)}`,
  ]
  test.each(urls.flatMap((url) => [900, 1_280].map((width) => [url.slice(0, 30), width, url] as const)))(
    'for %s at a width of %i pixels',
    (_, width, url) => {
      const builder = createTimeline()
      for (const record of hanging(url)) builder.take(record)
      const boxes = boxesOf(toWaterfall(builder.timeline(), { width, title: url }))
      expect(boxes.length).toBeGreaterThan(6)
      for (const { right } of boxes) expect(right).toBeLessThanOrEqual(width - 16)
      for (const lines of Map.groupBy(boxes, ({ y }) => y).values())
        for (const [place, { left }] of lines.toSorted((one, other) => one.left - other.left).entries())
          expect(lines[place - 1]?.right ?? -Infinity).toBeLessThan(left)
    },
  )
})

/** WCAG 2.2, relative luminance. */
const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((place) => {
    const part = Number.parseInt(colour.slice(place, place + 2), 16) / 255
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const contrast = (one: string, other: string): number => {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((left, right) => left - right)
  return (high + 0.05) / (low + 0.05)
}

test.each(
  (['light', 'dark'] as const).flatMap((theme) =>
    Object.entries(activityColours[theme]).map(([activity, colour]) => [activity, theme, colour] as const),
  ),
)('the bars of %s can be told from a %s page', (_, theme, colour) => {
  expect(contrast(colour, palettes[theme].page)).toBeGreaterThanOrEqual(3)
})
