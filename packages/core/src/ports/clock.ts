import type { Millis } from '../http/units.ts'

/** Time, as far as the cache may know it. Tests replace it. */
export interface Clock {
  now(): Millis
  /** Calls `callback` once after `delay`; the result is for `clearTimer`. */
  setTimer(callback: () => void, delay: Millis): unknown
  clearTimer(timer: unknown): void
}

/** Platforms take no longer delay, and fire at once instead: 25 days and more count as never. */
const longestDelay: Millis = 2 ** 31 - 1

/** A timer that does not keep the process alive: what it guards does, or there is nothing left to wait for. */
const unheldTimer = (callback: () => void, delay: Millis): unknown => {
  if (delay > longestDelay) return undefined
  const timer: unknown = setTimeout(callback, delay)
  // Node's timers are objects; elsewhere a timer is a number and holds nothing.
  if (typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function')
    timer.unref()
  return timer
}

/** The platform's clock. Its timers do not keep a process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer: unheldTimer,
  clearTimer: (timer) => {
    clearTimeout(timer as ReturnType<typeof setTimeout>) // only what setTimer returned is ever passed
  },
}
