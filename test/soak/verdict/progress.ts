import type { TallyCounts } from '../client/tally.ts'
import type { Sample } from '../tested/sample.ts'

const columns = [
  'second',
  'sent',
  'open',
  'complete',
  'errors',
  'cut',
  'left',
  'faults',
  'p50',
  'p99',
  'heap',
  'external',
  'sockets',
  'timers',
  'flight',
] as const

const row = (cells: readonly (string | number)[]): string =>
  `${cells.map((cell) => String(cell).padStart(9)).join('')}\n`

export const progressHead = row(columns)

/** Where a run stands: counts, milliseconds, and mebibytes of the tested process. */
export function progressRow(tally: TallyCounts, sample: Sample): string {
  const { sent, ended, kinds, latency, faults } = tally
  return row([
    Math.round(sample.at / 1000),
    sent,
    sent - ended,
    kinds.complete,
    kinds.gatewayError + kinds.originError,
    kinds.cut,
    kinds.left,
    faults.length,
    latency.p50,
    latency.p99,
    mebibytes(sample.heapUsed),
    mebibytes(sample.external),
    sample.sockets,
    sample.timers,
    sample.inFlight,
  ])
}

export const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1)
