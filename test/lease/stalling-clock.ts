import type { Clock } from '@cachechart/core'

/** The platform's clock, that can be stopped as a process is stopped: no timer rings any more. */
export class StallingClock implements Clock {
  readonly #timers = new Set<NodeJS.Timeout>()
  #state: 'going' | 'stalled' = 'going'

  now(): number {
    return Date.now()
  }

  setTimer(callback: () => void, delay: number): unknown {
    if (this.#state === 'stalled') return undefined
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      callback()
    }, delay)
    this.#timers.add(timer)
    return timer
  }

  clearTimer(timer: unknown): void {
    const own = timer as NodeJS.Timeout // only what setTimer returned is ever passed
    clearTimeout(own)
    this.#timers.delete(own)
  }

  /** How many timers are set. */
  get pending(): number {
    return this.#timers.size
  }

  stall(): void {
    this.#state = 'stalled'
    for (const timer of this.#timers) this.clearTimer(timer)
  }
}
