import { textWidth, type TextFont } from '../svg/text-width.ts'

/** The text, or where it is wider than `width` pixels its beginning and its end, and `…` between them. */
export const shortenMiddle = (text: string, width: number, font: TextFont): string => {
  if (textWidth(text, font) <= width) return text
  const signs = Array.from(text)
  const room = width - textWidth('…', font)
  // More of the end: it tells one address from others.
  const head = fitting(signs, room * 0.45, font)
  const tail = fitting(signs.toReversed(), room - textWidth(head.join(''), font), font).toReversed()
  return `${head.join('')}…${tail.join('')}`
}

const fitting = (signs: readonly string[], width: number, font: TextFont): string[] => {
  let room = width
  const end = signs.findIndex((sign) => (room -= textWidth(sign, font)) < 0)
  return end < 0 ? [...signs] : signs.slice(0, end)
}
