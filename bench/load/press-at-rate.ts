import { endProcess, forkProcess, messageFrom } from '../processes/fork-process.ts'
import type { LatencySample } from '../latency-comparison.ts'
import type { RequestShape } from './load.ts'

/** What is to be sent, and how often. */
export interface PacedOrder extends RequestShape {
  readonly port: number
  readonly path: string
  readonly connections: number
  /** Requests per second. */
  readonly rate: number
  /** In milliseconds. */
  readonly window: number
}

/**
 * Sends at a fixed rate from a process of its own, and tells when answers begin to count.
 * @throws Error when that process could not keep up
 */
export async function pressAtRate(
  order: PacedOrder,
  onCounting: () => void | Promise<void> = () => {},
): Promise<LatencySample> {
  const child = forkProcess('press-at-rate.ts', [JSON.stringify(order)])
  try {
    await messageFrom<'counting'>(child)
    const sample = messageFrom<LatencySample>(child)
    const [taken] = await Promise.all([sample, onCounting()])
    return taken
  } finally {
    await endProcess(child)
  }
}
