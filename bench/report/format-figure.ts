import type { Figure } from '../statistics/figure.ts'

/** Three digits that count, at most; whole numbers above that. */
const formatNumber = (value: number): string => {
  if (value >= 100) return String(Math.round(value))
  const decimals = value >= 10 ? 1 : value >= 0.1 ? 2 : 3
  return value.toFixed(decimals)
}

/** `0.91 (0.88–0.95)`: the median and the quartiles. */
export const formatRatio = ({ median, low, high }: Figure): string =>
  `${formatNumber(median)} (${formatNumber(low)}–${formatNumber(high)})`

/** Microseconds. */
export const formatMicros = ({ median }: Figure): string => `${formatNumber(median)} µs`

/** How often in a second. */
export const formatRate = ({ median }: Figure): string =>
  Math.round(1e6 / median)
    .toString()
    .replace(/\B(?=(?:\d{3})+$)/g, ' ')
