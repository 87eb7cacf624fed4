import type { Millis } from '../http/units.ts'
import { StoreError } from '../ports/port-errors.ts'
import type { Clock } from '../ports/clock.ts'

/** When a store that fails is left alone, and for how long. */
export interface BreakerOptions {
  /** So many calls that fail one after the other open the breaker. Default 5; `Infinity`: it never opens. */
  readonly failures?: number
  /** For how long it is open before one call may try again; twice as long each time that fails. Default 1 s, ± 25 %. */
  readonly pause?: Millis
  /** No pause is longer, save by those 25 %. Default 30 s. */
  readonly pauseMaximum?: Millis
}

/** `closed`: the store is asked. `open`: it is left alone. `halfOpen`: one call is trying whether it answers again. */
export type BreakerState = 'closed' | 'open' | 'halfOpen'

/** What a breaker has seen. */
export interface BreakerHealth {
  readonly state: BreakerState
  /** When it came to be so. */
  readonly since: Millis
  /** When the next call may try whether the store is back; `null` while it is asked. */
  readonly nextProbe: Millis | null
  /** Calls that have failed, one after the other, up to now. */
  readonly failures: number
  /** How often the store was given up since the cache was created. */
  readonly opened: number
  /** How many calls have failed at once as the store was left alone, since the cache was created. */
  readonly refused: number
}

/** What a breaker goes by. */
export interface BreakerSurroundings {
  readonly clock: Clock
  /** A number in [0, 1), so that not all who share a store come back to it at the same moment. */
  readonly random: () => number
  /** The store is back. */
  readonly onClose?: () => void
}

/**
 * Keeps requests from waiting for a store that is down: after some failures in a row calls fail at once, and from time to
 * time one of them is let through. (M. Nygard, Release It!, "Circuit Breaker".)
 */
export class StoreBreaker {
  readonly #around: BreakerSurroundings
  readonly #options: Required<BreakerOptions>
  #state: BreakerState = 'closed'
  #since: Millis
  #failures = 0
  /** Without jitter: what the next one is twice as long as. */
  #pause: Millis = 0
  #wait: Millis = 0
  #until: Millis = 0
  #opened = 0
  #refused = 0

  constructor(
    around: BreakerSurroundings,
    { failures = 5, pause = 1_000, pauseMaximum = 30_000 }: BreakerOptions = {},
  ) {
    this.#around = around
    this.#options = { failures, pause, pauseMaximum }
    this.#since = around.clock.now()
  }

  get state(): BreakerState {
    return this.#state
  }

  get health(): BreakerHealth {
    return {
      state: this.#state,
      since: this.#since,
      nextProbe: this.#state === 'closed' ? null : this.#until,
      failures: this.#failures,
      opened: this.#opened,
      refused: this.#refused,
    }
  }

  /** Why the store is not to be asked now; `undefined` where it is. Whoever is let through has to say what came of it. */
  obstacle(): StoreError | undefined {
    if (this.#state === 'closed') return undefined // the common case, on every hit
    const now = this.#around.clock.now()
    if (now >= this.#until) {
      // Of one that was let through, and is never heard of again, another takes the place.
      this.#until = now + this.#wait
      this.#become('halfOpen')
      return undefined
    }
    this.#refused += 1
    const seen = `the store has failed ${this.#failures} times in a row, and is left alone for ${this.#wait / 1000} s`
    return new StoreError('ERR_STORE_UNAVAILABLE', seen)
  }

  succeeded(): void {
    if (this.#failures === 0) return // the common case, on every hit
    this.#failures = 0
    this.#pause = 0
    if (this.#state === 'closed') return
    this.#become('closed')
    this.#around.onClose?.()
  }

  failed(): void {
    this.#failures += 1
    // What was asked before it opened, and fails only now, says nothing new.
    if (this.#failures < this.#options.failures || this.#state === 'open') return
    const { pause, pauseMaximum } = this.#options
    this.#pause = Math.min(this.#pause === 0 ? pause : this.#pause * 2, pauseMaximum)
    this.#wait = Math.round(this.#pause * (0.75 + this.#around.random() / 2))
    this.#until = this.#around.clock.now() + this.#wait
    this.#opened += 1
    this.#become('open')
  }

  /** Whoever was let through has left without an answer: another may try. */
  gaveUp(): void {
    if (this.#state !== 'halfOpen') return
    this.#until = this.#around.clock.now()
    this.#become('open')
  }

  #become(state: BreakerState): void {
    this.#state = state
    this.#since = this.#around.clock.now()
  }
}
