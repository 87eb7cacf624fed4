/** A text's letters: their size in pixels, and whether they are bold. */
export interface TextFont {
  readonly size: number
  readonly weight: 'regular' | 'bold'
}

/**
 * What a browser sets the text of a picture in: the first of these that it has. No picture brings a font with it, for
 * many places where pictures are shown let none in.
 */
export const fontFamily =
  "Inter, 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"

/**
 * For each character from U+0020 to U+007E, in thousandths of the size, the widest of Inter, Arial (whose widths Helvetica
 * and Liberation Sans share) and DejaVu Sans, which is as wide as Verdana: a text is never wider than what is measured,
 * whichever of them sets it.
 */
// prettier-ignore
const widths = {
  regular: [
    318, 401, 466, 838, 642, 982, 780, 300, 391, 391, 501, 838, 318, 460, 318, 361, 637, 637, 637, 637, 646, 637, 637,
    637, 637, 637, 337, 337, 838, 838, 838, 557, 1016, 690, 687, 731, 771, 667, 611, 778, 752, 295, 571, 672, 566, 904,
    754, 788, 667, 788, 723, 667, 646, 745, 690, 989, 686, 679, 686, 391, 361, 391, 838, 557, 500, 613, 635, 572, 635,
    616, 371, 635, 634, 278, 278, 580, 278, 975, 634, 612, 635, 635, 412, 528, 393, 634, 592, 819, 592, 592, 553, 637,
    337, 637, 838,
  ],
  bold: [
    349, 457, 552, 838, 696, 1016, 873, 339, 458, 458, 560, 838, 380, 468, 380, 389, 696, 696, 696, 696, 696, 696, 696,
    696, 696, 696, 400, 400, 838, 838, 838, 611, 1017, 774, 763, 740, 831, 684, 684, 821, 837, 373, 585, 775, 638, 996,
    837, 851, 733, 851, 771, 721, 683, 813, 774, 1104, 771, 731, 726, 458, 389, 458, 838, 557, 500, 675, 716, 593, 716,
    679, 436, 716, 712, 343, 343, 666, 343, 1042, 712, 688, 716, 716, 494, 596, 479, 712, 652, 924, 646, 652, 583, 712,
    372, 712, 838,
  ],
} as const

/** Of all other characters, in the same measure: letters of alphabets; then the square ones of East Asia, and emoji. */
const otherWidth = 1250
const squareWidth = 1400
const firstSquare = 0x2e80

/**
 * How many pixels wide a line is at most, whichever font of {@link fontFamily} sets it.
 *
 * @example
 * textWidth('hit', { size: 10, weight: 'regular' }) // 13.05
 */
export function textWidth(text: string, { size, weight }: TextFont): number {
  const table: readonly number[] = widths[weight]
  const total = Array.from(text).reduce((sum, sign) => sum + widthOf(sign, table), 0)
  return (total * size) / 1000
}

function widthOf(sign: string, table: readonly number[]): number {
  const code = sign.codePointAt(0) ?? 0
  return table[code - 0x20] ?? (code < firstSquare ? otherWidth : squareWidth)
}

/**
 * The line, or where it is too wide its beginning with `…`.
 *
 * @example
 * cutText('revalidate', 40, { size: 10, weight: 'regular' }) // 'reval…'
 */
export function cutText(text: string, width: number, font: TextFont): string {
  if (textWidth(text, font) <= width) return text
  const signs = Array.from(text)
  let room = width - textWidth('…', font)
  const end = signs.findIndex((sign) => (room -= textWidth(sign, font)) < 0)
  return `${signs.slice(0, Math.max(end, 1)).join('').trimEnd()}…`
}
