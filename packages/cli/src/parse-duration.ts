import type { Millis } from '@cachechart/core'
import { InvalidArgumentError } from 'commander'

const units: Readonly<Record<string, number>> = { ms: 1, '': 1000, s: 1000, m: 60_000, h: 3_600_000 }

/** A span of time: `30` or `30s` (seconds), `500ms`, `2m`, `1h`. @throws InvalidArgumentError */
export function parseDuration(text: string): Millis {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(text.trim()) ?? []
  const span = Math.round(Number(number) * (units[unit.toLowerCase()] ?? Number.NaN))
  if (number === '' || !Number.isSafeInteger(span)) {
    throw new InvalidArgumentError('A time is a number of seconds, or has a unit: 30, 500ms, 2m, 1h.')
  }
  return span
}

/** Timers of Node are set for less than 2 ** 31 ms, and end at once where they are set for more. */
const longestTimeout: Millis = 576 * 3_600_000

/** A span of time that is not nothing, and that a timer can be set for. @throws InvalidArgumentError */
export function parseTimeout(text: string): Millis {
  const span = parseDuration(text)
  if (span === 0) throw new InvalidArgumentError('A timeout is more than nothing.')
  if (span > longestTimeout) throw new InvalidArgumentError('A timeout is at most 576h, which is 24 days.')
  return span
}
