import type { Clock } from '../../ports/clock.ts'
import type { Millis } from '../../http/units.ts'

/** A timer that somebody has set. */
export interface ExploredTimer {
  readonly callback: () => void
  readonly delay: Millis
}

/**
 * Time, for exploring: it stands still, and any timer may fall due at any moment, as on a machine that is busy. So
 * nothing depends on how long a path of steps is.
 */
export class ExploredClock implements Clock {
  /** How many timers have fallen due. */
  fired = 0
  readonly #timers = new Set<ExploredTimer>()

  /** All that are set, in the order in which they were. */
  get timers(): readonly ExploredTimer[] {
    return [...this.#timers]
  }

  now(): Millis {
    return 1_700_000_000_000
  }

  setTimer(callback: () => void, delay: Millis): ExploredTimer {
    const timer = { callback, delay }
    this.#timers.add(timer)
    return timer
  }

  clearTimer(timer: unknown): void {
    this.#timers.delete(timer as ExploredTimer) // what setTimer did not return is not in the set
  }

  fire(timer: ExploredTimer): void {
    if (!this.#timers.delete(timer)) return
    this.fired += 1
    timer.callback()
  }
}
