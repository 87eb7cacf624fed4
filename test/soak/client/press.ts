import type { Purges } from '../purges/purges.ts'
import { AnswerCheck } from './answer-check.ts'
import type { Errand, Errands } from './errand.ts'
import type { Outcome } from './outcome.ts'
import type { Tally } from './tally.ts'

/** How long requests are sent, and how many a second. */
export interface Pressure {
  readonly seconds: number
  readonly rate: number
}

/** Makes one request, and tells how it ended. */
export type RunErrand = (errand: Errand, check: AnswerCheck) => Promise<Outcome>

/** What the load consists of. */
export interface LoadParts {
  readonly errands: Errands
  readonly run: RunErrand
  readonly purges: Purges
  readonly tally: Tally
}

/** How often it is looked what is due, in milliseconds. */
const tick = 4

/**
 * Sends requests at a fixed rate, whether answers come or not: an adapter that gets slow gets no fewer of them. Resolves
 * when the last one was sent, with those that have not ended by then.
 */
export function press({ seconds, rate }: Pressure, parts: LoadParts): Promise<readonly Promise<void>[]> {
  const { errands, purges, tally } = parts
  const began = performance.now()
  const open = new Set<Promise<void>>()
  let sent = 0
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const elapsed = Math.min((performance.now() - began) / 1000, seconds)
      purges.keepUp(elapsed * 1000)
      while (sent < elapsed * rate) {
        for (const errand of errands.next()) {
          sent += 1
          tally.send()
          const check = new AnswerCheck(errand, purges.fenceOf(errand.resource))
          const run = parts.run(errand, check).then((outcome) => {
            tally.end(outcome)
            open.delete(run)
          })
          open.add(run)
        }
      }
      if (elapsed < seconds) return
      clearInterval(timer)
      resolve([...open, purges.end()])
    }, tick)
  })
}
