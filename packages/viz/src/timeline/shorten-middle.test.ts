import { expect, test } from '@jest/globals'
import { textWidth } from '../svg/text-width.ts'
import { shortenMiddle } from './shorten-middle.ts'

const font = { size: 12, weight: 'regular' } as const
const path = '/catalogue/products/4711/pictures/front.jpg?width=640'

test('a text that fits stays as it is', () => {
  expect(shortenMiddle('/short', 200, font)).toBe('/short')
})

test.each([60, 120, 200])('a text that is wider than %i pixels loses its middle, and fits', (width) => {
  const short = shortenMiddle(path, width, font)
  const [head = '', tail = ''] = short.split('…')
  expect(textWidth(short, font)).toBeLessThanOrEqual(width)
  expect(path.startsWith(head)).toBe(true)
  expect(path.endsWith(tail)).toBe(true)
  expect(tail.length).toBeGreaterThanOrEqual(head.length)
})

test('what is of two halves is not torn apart', () => {
  expect(shortenMiddle('😀'.repeat(40), 100, font).isWellFormed()).toBe(true)
})
