import type { Millis } from '../http/units.ts'
import type { Body, MaybePromise } from '../ports/body.ts'
import type { RelayWriterOptions } from './relay-writer.ts'
import type { StoreBudget } from './store-budget.ts'

/** What a relay needs to know, and whom it tells. */
export interface RelayOptions extends RelayWriterOptions {
  /** How long all of its readers may be kept waiting by the store. */
  readonly storeBudget: StoreBudget
  /** How long the origin may take for the next piece. */
  readonly idle: Millis
  /** How far a follower may be behind, in bytes; as much of the beginning is kept for those who come late. */
  readonly window: number
  /** The length that the origin announced; the body is whole only when it has it. */
  readonly expected: number | undefined
  /** How many bytes of the stored body come before the first one of the source (a splice). Default 0. */
  readonly storedBefore?: number
  /** Stops the origin. */
  readonly stopSource: () => void
  /**
   * All has come, and it is right. The owner answers by `commit()` or `discardWrite()` before this returns; where it does
   * neither, nothing is stored.
   */
  readonly onSourceEnd: () => void
  /**
   * A reader has left before the source's end, or was lost; so many are left. The owner may `stop()` the source. Without
   * it that happens when nobody is left and nothing is stored.
   */
  readonly onReaderLeft?: (readers: number) => void
  /** The relay has ended: nothing is written or read any more. `undefined`: the body was whole. */
  readonly onEnd: (failure: Error | undefined) => void
  /** Opens the stored body after its commit, for a reader that fell behind; `undefined` when it is gone. */
  readonly reopen: () => MaybePromise<Body | undefined>
}
