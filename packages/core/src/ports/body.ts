/** A value, or a promise of it: a port that can answer at once does, and no promise is made. */
export type MaybePromise<T> = T | Promise<T>

/** Tells the two apart, also for a promise of another realm or library. */
export const isPromise = <T>(value: MaybePromise<T>): value is Promise<T> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

/**
 * A message body on its way. It has one reader.
 *
 * When all of it is at hand, `bytes` is the body and iterating yields it as one chunk. Otherwise iterate; leaving the
 * loop early is the same as `cancel()`. Chunks are never changed by anyone: they may be shared with a store. Nor is their
 * `buffer` used or transferred: what lies in it beside them belongs to others.
 */
export interface Body extends AsyncIterable<Uint8Array> {
  /** The whole body, when it is at hand. */
  readonly bytes: Uint8Array | undefined
  /** Its length in bytes, when known beforehand. */
  readonly length: number | undefined
  /** Gives the body up: whoever sends it may stop. Safe to call at any time and more than once. */
  cancel(): void
}
