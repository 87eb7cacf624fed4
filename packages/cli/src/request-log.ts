import type { GatewayAnswer } from '@cachechart/adapters/node'
import { plainJson } from './plain-json.ts'
import { printable } from './printable.ts'

/** A request that has come to its end, and when. */
export interface FinishedRequest extends GatewayAnswer {
  readonly time: Date
  /** Which of several workers has answered it. */
  readonly worker?: number
}

/** One JSON object on one line. */
export function jsonLine({ time, target, cacheStatus, duration, ...known }: FinishedRequest): string {
  const ms = inHundredths(duration)
  return `${plainJson(JSON.stringify({ time, url: target, ...known, cacheStatus: cacheStatus ?? null, ms }))}\n`
}

/** A line for a person. */
export function plainLine(finished: FinishedRequest): string {
  const { time, method, target, status, cacheStatus, duration, end } = finished
  const how = [
    cacheStatus ?? 'no Cache-Status',
    `${inHundredths(duration)} ms`,
    ...(end === 'aborted' ? ['aborted'] : []),
  ]
  // A client chooses its URL.
  return `${printable(`${time.toISOString()} ${method} ${target} ${status} (${how.join(', ')})`)}\n`
}

const inHundredths = (milliseconds: number): number => Math.round(milliseconds * 100) / 100
