import type { Millis, StoreMoment } from '@cachechart/core'

/** For how long a claim can count on what the server remembers of purges. */
const countedOn: Millis = 60 * 60_000

/** For how long the server remembers which key, or label, was purged last: the clocks of machines may differ by the rest. */
export const generationLife: Millis = 2 * countedOn

/** How far apart the checkpoints of the ledger are, at least: the first purge after so long makes the next. */
export const checkpointDistance: Millis = countedOn / 2

/**
 * Two moments of the ledger. The purges after the sequence of one have come within `checkpointDistance` of its time, or after
 * the other.
 */
export interface Checkpoints {
  readonly earlier: { readonly time: Millis; readonly sequence: number }
  readonly later: { readonly time: Millis; readonly sequence: number }
}

/**
 * From which number on every later purge is remembered. A claim from before it could have missed one, and is at least as old as
 * `checkpointDistance`.
 */
export function horizonOf({ earlier, later }: Checkpoints, sequence: number, now: Millis): number {
  if (now - later.time >= countedOn) return sequence
  return now - earlier.time >= countedOn ? later.sequence : earlier.sequence
}

/** The number of the last purge, which a moment is; `undefined` for what was given by no store on Redis. */
export function sequenceOf(moment: StoreMoment): number | undefined {
  return typeof moment === 'number' && Number.isSafeInteger(moment) && moment >= 0 ? moment : undefined
}
