import { staleAt } from '../engine/stale-at.ts'
import { isPromise } from '../ports/body.ts'
import { StoreError } from '../ports/port-errors.ts'
import type { PurgeChange, PurgeSelector } from '../ports/store.ts'
import type { Environment } from './environment.ts'
import { PurgeNote } from './purge-note.ts'
import type { PurgeTarget } from './purge-target.ts'
import { within } from './within.ts'

const withoutFragment = (url: string): string => url.split('#', 1)[0] ?? url

/** What the store is asked to purge. A URL may be stored under its own key, and under others that do not say it. */
const selectorsOf = (environment: Environment, target: PurgeTarget): readonly PurgeSelector[] => {
  if (target.key !== undefined) return [{ type: 'key', key: target.key }]
  if (target.surrogateKey !== undefined) return [{ type: 'surrogateKey', surrogateKey: target.surrogateKey }]
  if (target.all !== undefined) return [{ type: 'all' }]
  // RFC 9110 §4.2.3: the case of scheme and host, a default port and an empty path make no difference.
  const urls = [...new Set([target.url, new URL(target.url).href].map(withoutFragment))]
  const keys = urls.map((url) => environment.engine.policy.key({ method: 'GET', url, fields: [] }))
  return [
    ...[...new Set(keys)].map((key) => ({ type: 'key', key }) as const),
    ...urls.map((url) => ({ type: 'url', url }) as const),
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

const changeFor = ({ clock }: Environment, { soft = false }: PurgeTarget): PurgeChange => {
  const now = clock.now()
  return soft ? (response) => staleAt(response, now) : 'remove'
}

const late = (limit: number): StoreError =>
  new StoreError('ERR_STORE_TIMEOUT', `the store took longer than ${limit / 1000} s to purge`)

/**
 * One call of the store, also when that is left alone at present: an operator wants to know, and it shows whether the store
 * is back. @throws StoreError, whatever went wrong
 */
const purgeOne = async (
  environment: Environment,
  call: { readonly selector: PurgeSelector; readonly change: PurgeChange },
): Promise<number> => {
  const { breaker } = environment
  try {
    const count = await askToPurge(environment, call)
    breaker.succeeded()
    return count
  } catch (cause) {
    breaker.failed()
    if (cause instanceof StoreError) throw cause
    throw new StoreError('ERR_STORE_FAILED', 'the store could not purge', { cause })
  }
}

const askToPurge = async (
  environment: Environment,
  { selector, change }: { readonly selector: PurgeSelector; readonly change: PurgeChange },
): Promise<number> => {
  const { store, clock, deadlines, changes } = environment
  const work = store.purge(selector, change)
  if (!isPromise(work)) return work
  const seat = changes.add(work)
  try {
    const limit = { clock, delay: deadlines.store, late: late(deadlines.store) }
    return await within(Promise.resolve(work), limit)
  } finally {
    changes.leave(seat)
    environment.noteEnd()
  }
}

/**
 * Purges, and says how many stored responses there were. All is asked for, and fetches are fenced off, before anything is
 * awaited; the store first, as whoever is fenced off asks it again.
 */
export const purge = async (environment: Environment, target: PurgeTarget): Promise<{ purged: number }> => {
  const selectors = selectorsOf(environment, target)
  const change = changeFor(environment, target)
  const work = Promise.all(selectors.map((selector) => purgeOne(environment, { selector, change })))
  fenceOff(environment, selectors)
  const counts = await work
  return { purged: counts.reduce((sum, count) => sum + count, 0) }
}
