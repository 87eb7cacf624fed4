/** Requests at even distances, all of them due whether or not earlier ones have been answered. Times in milliseconds. */
export interface Schedule {
  /** How many are due by then. */
  dueBy(now: number): number
  /** When one of them is due. */
  timeOf(index: number): number
  readonly total: number
}

/** `rate` requests per second from `start` on, for `window` milliseconds. */
export function evenSchedule(start: number, rate: number, window: number): Schedule {
  const distance = 1000 / rate
  const total = Math.max(1, Math.floor(window / distance))
  return {
    total,
    timeOf: (index) => start + index * distance,
    dueBy: (now) => (now < start ? 0 : Math.min(total, Math.floor((now - start) / distance) + 1)),
  }
}
