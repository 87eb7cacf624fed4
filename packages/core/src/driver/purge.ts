import { staleAt } from '../engine/stale-at.ts'
import { isPromise } from '../ports/body.ts'
import { StoreError } from '../ports/port-errors.ts'
import type { PurgeChange, PurgeSelector } from '../ports/store.ts'
import type { Environment } from './environment.ts'
import { PurgeNote } from './purge-note.ts'
import type { PurgeTarget } from './purge-target.ts'
import { within } from './within.ts'

/** What the store is asked to purge. A URL may be stored under its own key, and under others that do not say it. */
const selectorsOf = (environment: Environment, target: PurgeTarget): readonly PurgeSelector[] => {
  if ('key' in target) return [{ type: 'key', key: target.key }]
  if ('surrogateKey' in target) return [{ type: 'surrogateKey', surrogateKey: target.surrogateKey }]
  if ('all' in target) return [{ type: 'all' }]
  const key = environment.engine.policy.key({ method: 'GET', url: target.url, fields: [] })
  return [
    { type: 'key', key },
    { type: 'url', url: target.url },
  ]
}

/** What goes on for what is purged began before it: nothing of it may be found fresh after it. */
const fenceOff = (environment: Environment, selectors: readonly PurgeSelector[]): void => {
  const { open, flights, marks } = environment
  environment.purges.count += 1
  const note = new PurgeNote(selectors, environment.purges.count)
  for (const run of open.toArray()) run.notePurge(note)
  flights.purgeWhere((flight) => note.concerns(flight))
  for (const selector of selectors) {
    if (selector.type === 'all') marks.clear()
    else if (selector.type === 'key') marks.remove(selector.key)
  }
}

const change = ({ clock }: Environment, { soft = false }: PurgeTarget): PurgeChange => {
  const now = clock.now()
  return soft ? (response) => staleAt(response, now) : 'remove'
}

const late = (limit: number): StoreError =>
  new StoreError('ERR_STORE_TIMEOUT', `the store took longer than ${limit / 1000} s to purge`)

/** Purges, and says how many stored responses there were. Fetches are fenced off before anything is awaited. */
export const purge = async (environment: Environment, target: PurgeTarget): Promise<{ purged: number }> => {
  const { store, clock, deadlines, changes } = environment
  const selectors = selectorsOf(environment, target)
  fenceOff(environment, selectors)
  let purged = 0
  for (const work of selectors.map((selector) => store.purge(selector, change(environment, target)))) {
    if (!isPromise(work)) {
      purged += work
      continue
    }
    const seat = changes.add(work)
    try {
      purged += await within(Promise.resolve(work), {
        clock,
        delay: deadlines.store,
        late: late(deadlines.store),
      })
    } finally {
      changes.leave(seat)
      environment.noteEnd()
    }
  }
  return { purged }
}
