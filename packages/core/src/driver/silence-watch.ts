import type { Millis } from '../http/units.ts'
import type { Clock } from '../ports/clock.ts'

/** How long the origin may be silent, and who is told when it was for longer. */
export interface SilenceLimit {
  readonly clock: Clock
  readonly idle: Millis
  readonly onSilence: () => void
}

/**
 * Watches how long the origin takes for the next piece of a body. One timer serves all of it: when it fires, it looks how
 * long the origin has been silent. Time in which nothing was asked of it does not count.
 */
export class SilenceWatch {
  readonly #limit: SilenceLimit
  #askedAt: Millis | undefined
  #timer: unknown

  constructor(limit: SilenceLimit) {
    this.#limit = limit
    this.#arm(limit.idle)
  }

  asked(): void {
    this.#askedAt = this.#limit.clock.now()
  }

  answered(): void {
    this.#askedAt = undefined
  }

  /** Nothing more is expected. */
  end(): void {
    this.#limit.clock.clearTimer(this.#timer)
  }

  #arm(delay: Millis): void {
    const { clock, idle, onSilence } = this.#limit
    this.#timer = clock.setTimer(() => {
      const silent = this.#askedAt === undefined ? 0 : clock.now() - this.#askedAt
      if (silent < idle) this.#arm(idle - silent)
      else onSilence()
    }, delay)
  }
}
