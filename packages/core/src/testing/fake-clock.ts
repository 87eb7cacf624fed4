import type { Millis } from '../http/units.ts'
import type { Clock } from '../ports/clock.ts'

/** A clock that stands still until it is told to go on. */
export interface FakeClock extends Clock {
  /**
   * Lets time pass, and runs the timers that fall due: in the order of their times, then of their creation, each at
   * its own time. Timers that they set run as well, when they fall due within the same span.
   * @throws RangeError for a span that is negative or not a number; time only goes back by `jump`
   */
  advance(span: Millis): void
  /** Sets `now()` forwards or backwards, as a correction of the system's clock does: no timer notices it. */
  jump(span: Millis): void
  /** How many timers are set and have not run. */
  pending(): number
}

interface Timer {
  readonly callback: () => void
  readonly due: Millis
}

/**
 * A clock for tests, at `start` in milliseconds since the Unix epoch; default 1 700 000 000 000, in November 2023.
 * @example
 * const clock = fakeClock()
 * const rung: number[] = []
 * clock.setTimer(() => rung.push(clock.now()), 250)
 * clock.advance(1000)
 * console.log(rung, clock.pending()) // [1700000000250], 0
 */
export function fakeClock(start: Millis = 1_700_000_000_000): FakeClock {
  let elapsed = 0
  let base = start
  const timers = new Set<Timer>()

  /** A set remembers the order of creation: the first of the earliest ones is next. */
  const nextDue = (limit: Millis): Timer | undefined => {
    let next: Timer | undefined
    for (const timer of timers) if (timer.due <= limit && timer.due < (next?.due ?? Infinity)) next = timer
    return next
  }

  return {
    now: () => base + elapsed,
    setTimer(callback, delay) {
      const timer = { callback, due: elapsed + (delay > 0 ? delay : 0) }
      timers.add(timer)
      return timer
    },
    clearTimer(timer) {
      timers.delete(timer as Timer) // what setTimer did not return is not in the set
    },
    advance(span) {
      if (!(span >= 0)) throw new RangeError(`fakeClock: the span to advance must be 0 or more, not ${span}`)
      const end = elapsed + span
      for (let timer = nextDue(end); timer !== undefined; timer = nextDue(end)) {
        timers.delete(timer)
        elapsed = timer.due
        timer.callback()
      }
      elapsed = end
    },
    jump(span) {
      base += span
    },
    pending: () => timers.size,
  }
}
