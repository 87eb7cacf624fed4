import type { Sample } from '../tested/sample.ts'

/** A figure that must not grow while the load stays the same. */
type Measure = Exclude<keyof Sample, 'at' | 'rss' | 'stored'>

/** By how much the last third of a run may be over the second one. */
interface Tolerance {
  readonly share: number
  readonly more: number
}

const mebibyte = 2 ** 20

/**
 * The load is the same all the time, but it is drawn: how many bodies are on their way, and how large they are, differs
 * from second to second. A median of twenty samples and more takes most of that away; what is left is allowed for. A leak
 * is told apart by its sum: at 500 requests a second for a minute, one object of 200 bytes for each comes to 6 MB of
 * heap, one timer, socket or listener for every thousandth request to 30.
 */
const tolerances: Readonly<Record<Measure, Tolerance>> = {
  heapUsed: { share: 0.1, more: 4 * mebibyte },
  // Bodies on their way, of up to 8 MiB each, beside a store that is full.
  external: { share: 0.1, more: 16 * mebibyte },
  sockets: { share: 0.1, more: 25 },
  timers: { share: 0.1, more: 25 },
  heldTimers: { share: 0.1, more: 10 },
  inFlight: { share: 0.1, more: 25 },
  listeners: { share: 0, more: 2 },
  writers: { share: 0.1, more: 10 },
}

/** How a figure went from one third to the next: medians. */
export interface Growth {
  readonly measure: Measure
  readonly second: number
  readonly last: number
  readonly limit: number
}

/** As many samples make a third that says something. */
const enough = 20

/** Growth of each measure between the second and the last third; `undefined` for a run that is too short to tell. */
export function growthOf(samples: readonly Sample[]): readonly Growth[] | undefined {
  const third = Math.floor(samples.length / 3)
  if (third < enough) return undefined
  const measures = Object.keys(tolerances) as Measure[] // a record that was written down has no other keys
  return measures.map((measure) => {
    const values = samples.map((sample) => sample[measure])
    const second = median(values.slice(-2 * third, -third))
    const last = median(values.slice(-third))
    const { share, more } = tolerances[measure]
    return { measure, second, last, limit: second * (1 + share) + more }
  })
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
