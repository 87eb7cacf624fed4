import type { Figure } from '../statistics/figure.ts'

/** Three digits that count, at most; whole numbers above that. */
export const formatNumber = (value: number): string => {
  if (value >= 100) return grouped(value)
  const decimals = value >= 10 ? 1 : value >= 0.1 ? 2 : 3
  return value.toFixed(decimals)
}

/** `0.91 (0.88–0.95)`: the median and the quartiles. */
export const formatRatio = ({ median, low, high }: Figure): string =>
  `${formatNumber(median)} (${formatNumber(low)}–${formatNumber(high)})`

/** Microseconds, with the quartiles. */
export const formatMicros = (figure: Figure): string => `${formatRatio(figure)} µs`

/** Bytes, with the quartiles; what measures as less than nothing is nothing. */
export const formatBytes = ({ median, low, high }: Figure): string => {
  const [middle, from, to] = [median, low, high].map((value) => grouped(Math.max(0, value)))
  return `${middle} (${from}–${to}) B`
}

/** How often in a second, from microseconds. */
export const formatRate = ({ median }: Figure): string => grouped(1e6 / median)

/** `3 rounds`. */
export const roundsText = (rounds: number): string => `${rounds} ${rounds === 1 ? 'round' : 'rounds'}`

/** A whole number, its digits in threes. */
export const grouped = (value: number): string =>
  Math.round(value)
    .toString()
    .replace(/\B(?=(?:\d{3})+$)/g, ' ')
