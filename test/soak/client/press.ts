import type { Connections } from './connections.ts'
import type { Errands } from './errand.ts'
import { runErrand } from './run-errand.ts'
import type { Tally } from './tally.ts'

/** How long requests are sent, and how many a second. */
export interface Pressure {
  readonly seconds: number
  readonly rate: number
}

/** What the load consists of. */
export interface LoadParts {
  readonly errands: Errands
  readonly connections: Connections
  readonly tally: Tally
}

/** How often it is looked what is due, in milliseconds. */
const tick = 4

/**
 * Sends requests at a fixed rate, whether answers come or not: a gateway that gets slow gets no fewer of them. Resolves
 * when the last one was sent, with those that have not ended by then.
 */
export function press({ seconds, rate }: Pressure, parts: LoadParts): Promise<readonly Promise<void>[]> {
  const began = performance.now()
  const open = new Set<Promise<void>>()
  let sent = 0
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const elapsed = Math.min((performance.now() - began) / 1000, seconds)
      while (sent < elapsed * rate) {
        for (const errand of parts.errands.next()) {
          sent += 1
          parts.tally.send()
          const run = runErrand(errand, parts.connections).then((outcome) => {
            parts.tally.end(outcome)
            open.delete(run)
          })
          open.add(run)
        }
      }
      if (elapsed < seconds) return
      clearInterval(timer)
      resolve([...open])
    }, tick)
  })
}
