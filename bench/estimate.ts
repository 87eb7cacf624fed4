import type { AnyComparison, Pace } from './comparison.ts'

/** How often everything starts anew, and for what share of its time it runs. */
export interface Length {
  readonly rounds: number
  /** Of the warm-up and of each slice. */
  readonly share: number
  /** No more slices than this. */
  readonly slices: number
}

/** What a process takes to start and to end, with its origin, in milliseconds. */
const start = 800

/** Filling and collecting, in milliseconds. */
const weighing = 2_500

/** Time passes while compilers work and while a server waits for its load: a warm-up is longer than its processor time. */
const patience = 1.4

/** What a load at a fixed rate takes beside its slice, in milliseconds: its own start and run-in. */
const paced = 1_000

/** A pace of a certain length. */
export const shortened = (pace: Pace, { share, slices }: Length): Pace => ({
  warmUp: pace.warmUp * share,
  slice: pace.slice * share,
  slices: Math.min(pace.slices, slices),
})

/** About how long it takes, in milliseconds, on a machine that is not busy with something else. */
export function estimate(comparison: AnyComparison, length: Length): number {
  return comparison.contenders.length * length.rounds * eachTakes(comparison, length)
}

function eachTakes(comparison: AnyComparison, length: Length): number {
  if (comparison.kind === 'bytes') return (comparison.duration ?? weighing / length.share) * length.share
  const { warmUp, slice, slices } = shortened(comparison.pace, length)
  const turn = comparison.kind === 'latency' ? slice + paced : slice
  const preparation = comparison.kind === 'latency' ? 0 : (comparison.preparation ?? 0)
  return start + preparation + warmUp * patience + slices * turn
}
