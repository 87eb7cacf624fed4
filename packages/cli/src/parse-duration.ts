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

/** A span of time that is not nothing. @throws InvalidArgumentError */
export function parseTimeout(text: string): Millis {
  const span = parseDuration(text)
  if (span === 0) throw new InvalidArgumentError('A timeout is more than nothing.')
  return span
}
