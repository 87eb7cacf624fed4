import type { Millis } from '@cachechart/core'

/** A span of time for a person to read, to three digits: `0 ms`, `12.5 ms`, `340 ms`, `1.24 s`, `2 min 5 s`, `3 h 20 min`. */
export const durationText = (span: Millis): string => {
  if (span < 0) return `−${durationText(-span)}`
  if (span < 999.5) return `${threeDigits(span)} ms`
  if (span < 59_950) return `${threeDigits(span / 1000)} s`
  const seconds = Math.round(span / 1000)
  if (seconds < 3600) return twoUnits(Math.floor(seconds / 60), 'min', `${seconds % 60} s`)
  const minutes = Math.round(span / 60_000)
  return twoUnits(Math.floor(minutes / 60), 'h', `${minutes % 60} min`)
}

/** From a beginning on: `+3 ms`; clocks go back now and then: `−3 ms`. */
export const offsetText = (span: Millis): string => `${span < 0 ? '' : '+'}${durationText(span)}`

/** At most two of them after the point, and none that is nought. */
const threeDigits = (value: number): string =>
  String(Number(value.toFixed(Math.max(0, Math.min(2, 2 - magnitude(value))))))

const magnitude = (value: number): number => (value < 1 ? 0 : Math.floor(Math.log10(value)))

const twoUnits = (count: number, unit: string, rest: string): string =>
  rest.startsWith('0 ') ? `${count} ${unit}` : `${count} ${unit} ${rest}`
