import type { Millis } from '../http/units.ts'
import { StoreError } from '../ports/port-errors.ts'
import type { Clock } from '../ports/clock.ts'

/** When a store that fails is left alone, and for how long. */
export interface BreakerOptions {
  /** So many lookups that fail one after the other open the breaker. Default 5; `Infinity`: it never opens. */
  readonly failures?: number
  /** For how long it is open before one lookup may try again; twice as long each time that fails. Default 1 s. */
  readonly pause?: Millis
  /** No pause is longer. Default 30 s. */
  readonly pauseMaximum?: Millis
}

/** `closed`: the store is asked. `open`: it is left alone. `halfOpen`: one lookup is trying whether it answers again. */
export type BreakerState = 'closed' | 'open' | 'halfOpen'

/**
 * Keeps requests from waiting for a store that is down: after some failures in a row lookups fail at once, and from time
 * to time one of them is let through. (M. Nygard, Release It!, "Circuit Breaker".)
 */
export class StoreBreaker {
  readonly #clock: Clock
  readonly #options: Required<BreakerOptions>
  #state: BreakerState = 'closed'
  #failures = 0
  #pause: Millis = 0
  #until: Millis = 0

  constructor(clock: Clock, { failures = 5, pause = 1_000, pauseMaximum = 30_000 }: BreakerOptions = {}) {
    this.#clock = clock
    this.#options = { failures, pause, pauseMaximum }
  }

  get state(): BreakerState {
    return this.#state
  }

  /** Why the store is not to be asked now; `undefined` where it is. Whoever is let through has to say what came of it. */
  obstacle(): StoreError | undefined {
    if (this.#state === 'closed') return undefined // the common case, on every hit
    if (this.#state === 'open' && this.#clock.now() >= this.#until) {
      this.#state = 'halfOpen'
      return undefined
    }
    const seen = `the store has failed ${this.#failures} times in a row, and is left alone for ${this.#pause / 1000} s`
    return new StoreError('ERR_STORE_UNAVAILABLE', seen)
  }

  succeeded(): void {
    if (this.#failures === 0) return // the common case, on every hit
    this.#state = 'closed'
    this.#failures = 0
    this.#pause = 0
  }

  failed(): void {
    this.#failures += 1
    const { failures, pause, pauseMaximum } = this.#options
    // What was asked before it opened, and fails only now, says nothing new.
    if (this.#failures < failures || this.#state === 'open') return
    this.#pause = Math.min(this.#pause === 0 ? pause : this.#pause * 2, pauseMaximum)
    this.#until = this.#clock.now() + this.#pause
    this.#state = 'open'
  }

  /** Whoever was let through has left without an answer: another may try. */
  gaveUp(): void {
    if (this.#state === 'halfOpen') this.#state = 'open'
  }
}
