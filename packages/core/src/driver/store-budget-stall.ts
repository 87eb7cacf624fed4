import type { Millis } from '../http/units.ts'
import type { Clock } from '../ports/clock.ts'
import type { RelayReader } from './relay-reader.ts'
import { leastWritePace, type StoreBudget } from './store-budget.ts'

/** Whose time it is that goes by while the store takes its own. */
export interface StallOptions {
  readonly clock: Clock
  readonly storeBudget: StoreBudget
  readonly readers: { readonly pacer: RelayReader | undefined }
  /** The budget is used up. */
  readonly onSpent: () => void
}

/**
 * The times in which a body that is being read cannot go on, since the store has not taken enough of it. They count from
 * when its reader has nothing left to read; while nobody reads they cost nothing.
 */
export class StoreStall {
  readonly #options: StallOptions
  #earned = 0
  #since: Millis | undefined
  #timer: unknown
  /** Another one for each time: what was waited for in one before does not begin it. */
  #current: object | undefined

  constructor(options: StallOptions) {
    this.#options = options
  }

  /** @param received bytes of the body up to now */
  async during(wait: Promise<void>, received: number): Promise<void> {
    const { storeBudget, clock } = this.#options
    storeBudget.earn(received - this.#earned, leastWritePace)
    this.#earned = received
    const current = {}
    this.#current = current
    this.#look(current)
    await wait
    this.#current = undefined
    clock.clearTimer(this.#timer)
    if (this.#since !== undefined) storeBudget.charge(clock.now() - this.#since)
    this.#since = undefined
  }

  #look(current: object): void {
    const { pacer } = this.#options.readers
    if (this.#current !== current || pacer === undefined) return
    if (pacer.buffered === 0) {
      this.#begin()
    } else {
      void pacer.drained().then(() => {
        this.#look(current)
      })
    }
  }

  #begin(): void {
    const { clock, storeBudget, onSpent } = this.#options
    this.#since = clock.now()
    if (storeBudget.left !== Infinity) this.#timer = clock.setTimer(onSpent, storeBudget.left)
  }
}
