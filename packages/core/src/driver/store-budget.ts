import type { Millis } from '../http/units.ts'

/**
 * The time that the client of one transaction may lose to the store: lookups, the opening and reading of a stored body, and
 * the writing of one that it reads at the same time, all counted together. Where nothing is left the transaction goes on
 * without the store, or fails where that cannot be.
 */
export class StoreBudget {
  readonly limit: Millis
  #left: Millis

  constructor(limit: Millis) {
    this.limit = limit
    this.#left = limit
  }

  get left(): Millis {
    return this.#left
  }

  /** The client has waited for so long. A clock that was set back has nobody waiting for less than no time. */
  charge(span: Millis): void {
    this.#left = Math.max(0, this.#left - Math.max(0, span))
  }

  /**
   * So many bytes have gone through: what a store of that pace takes for them is no delay. So a long body is not given up
   * as it is long, and one that trickles is.
   *
   * @param pace in bytes per second
   */
  earn(bytes: number, pace: number): void {
    this.#left = Math.min(this.limit, this.#left + (bytes / pace) * 1000)
  }
}

/** A stored body that comes more slowly than this wears the budget down: when that is used up, nothing else can be had. */
export const leastReadPace = 64 * 1024

/** One that is written more slowly wears it down as well: the client does as well without, so more is asked of the store. */
export const leastWritePace = 8 * 1024 * 1024
