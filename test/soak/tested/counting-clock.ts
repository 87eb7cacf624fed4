import { systemClock, type Clock } from '@cachechart/core'

/** The platform's clock, which also knows how many timers are set: they keep no process alive, so nobody else does. */
export interface CountingClock extends Clock {
  timers(): number
}

export function countingClock(): CountingClock {
  const set = new Set<object>()
  return {
    now: () => systemClock.now(),
    setTimer(callback, delay) {
      const timer: { platform?: unknown } = {}
      set.add(timer)
      timer.platform = systemClock.setTimer(() => {
        set.delete(timer)
        callback()
      }, delay)
      return timer
    },
    clearTimer(timer) {
      if (typeof timer !== 'object' || timer === null) return
      set.delete(timer)
      if ('platform' in timer) systemClock.clearTimer(timer.platform)
    },
    timers: () => set.size,
  }
}
