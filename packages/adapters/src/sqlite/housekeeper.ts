import type { Clock, Millis } from '@cachechart/core'
import { failureOf } from './storage-failure.ts'

/** A piece of work of some milliseconds, and whether there is more of it. */
export type HousekeepingStep = () => 'more' | 'done'

/** How often it is looked what there is to do. */
const interval: Millis = 5_000

/** Does in small pieces, beside everything else, what no request waits for. */
export class Housekeeper {
  readonly #clock: Clock
  readonly #steps: readonly HousekeepingStep[]
  #timer: unknown
  #isAwake = false
  #state: 'open' | 'closed' = 'open'
  #failures = 0
  #lastFailure = ''

  constructor(clock: Clock, steps: readonly HousekeepingStep[]) {
    this.#clock = clock
    this.#steps = steps
    this.#rest()
  }

  /** How often it has failed, apart from other processes that were in its way, and at what. */
  get failures(): { readonly count: number; readonly last: string } {
    return { count: this.#failures, last: this.#lastFailure }
  }

  /** There may be something to do. */
  wake(): void {
    if (this.#isAwake || this.#state === 'closed') return
    this.#isAwake = true
    // Nothing of it is worth keeping a process alive.
    setImmediate(() => {
      this.#work()
    }).unref()
  }

  close(): void {
    this.#state = 'closed'
    this.#clock.clearTimer(this.#timer)
  }

  #rest(): void {
    this.#timer = this.#clock.setTimer(() => {
      this.wake()
      this.#rest()
    }, interval)
  }

  #work(): void {
    this.#isAwake = false
    if (this.#state === 'open' && this.#workOnce() === 'more') this.wake()
  }

  #workOnce(): 'more' | 'done' {
    let outcome: 'more' | 'done' = 'done'
    for (const step of this.#steps) {
      try {
        if (step() === 'more') outcome = 'more'
      } catch (error) {
        // It is tried again after the next interval.
        if (failureOf(error) !== 'busy') this.#noteFailure(error)
      }
    }
    return outcome
  }

  #noteFailure(error: unknown): void {
    this.#failures += 1
    this.#lastFailure = error instanceof Error ? error.message : String(error)
  }
}
