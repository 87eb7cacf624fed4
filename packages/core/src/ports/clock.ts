import type { Millis } from '../http/units.ts'

/** Time, as far as the cache may know it. Tests replace it. */
export interface Clock {
  now(): Millis
  /** Calls `callback` once after `delay`; the result is for `clearTimer`. */
  setTimer(callback: () => void, delay: Millis): unknown
  clearTimer(timer: unknown): void
}

/** The platform's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer: (callback, delay) => setTimeout(callback, delay),
  clearTimer: (timer) => {
    clearTimeout(timer as ReturnType<typeof setTimeout>) // only what setTimer returned is ever passed
  },
}
