import type { Millis } from '@cachechart/core'

const first: Millis = 50
const longest: Millis = 2_000

/**
 * How long to wait before the next attempt to connect: twice as long each time, up to 2 s, and of that a random half, so that
 * the processes of a fleet do not all come at once.
 */
export function backoffDelay(attempt: number, chance: () => number = Math.random): Millis {
  const most = Math.min(longest, first * 2 ** Math.min(attempt, 20))
  return Math.round(most / 2 + (most / 2) * chance())
}
