import type { Clock } from '../ports/clock.ts'

/**
 * The platform's clock, whose timers keep the process alive: a test that waits for an answer that never comes has to
 * live until it can say so. It never goes back.
 */
export const heldClock: Clock = {
  now: () => performance.now(),
  setTimer: (callback, delay) => setTimeout(callback, delay),
  clearTimer: (timer) => {
    clearTimeout(timer as ReturnType<typeof setTimeout>) // only what setTimer returned is ever passed
  },
}
