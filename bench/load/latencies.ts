import { createHistogram } from 'node:perf_hooks'
import { percentiles, type LatencySample } from '../latency-comparison.ts'

const longest = 3_600 * 1e9

/** Collects how long answers took, with three digits that count (an HDR histogram), however many there are. */
export class Latencies {
  readonly #histogram = createHistogram({ lowest: 1, highest: longest, figures: 3 })

  get count(): number {
    return this.#histogram.count
  }

  /** Adds one, in milliseconds. */
  add(millis: number): void {
    this.#histogram.record(Math.max(1, Math.round(millis * 1e6)))
  }

  /** In microseconds. */
  sample(): LatencySample {
    const entries = percentiles.map((name) => [
      name,
      this.#histogram.percentile(Number(name.slice(1))) / 1000,
    ])
    return Object.fromEntries(entries) as LatencySample // an entry for each of the names
  }
}
