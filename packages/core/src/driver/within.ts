import type { Millis } from '../http/units.ts'
import type { Clock } from '../ports/clock.ts'

/** Some work's result, or a rejection with `late` once `delay` has passed. The work itself is not stopped. */
export const within = async <Result>(
  work: Promise<Result>,
  limit: { readonly clock: Clock; readonly delay: Millis; readonly late: Error },
): Promise<Result> => {
  let timer: unknown
  const alarm = new Promise<never>((_resolve, reject) => {
    timer = limit.clock.setTimer(() => {
      reject(limit.late)
    }, limit.delay)
  })
  try {
    return await Promise.race([work, alarm])
  } finally {
    limit.clock.clearTimer(timer)
  }
}
