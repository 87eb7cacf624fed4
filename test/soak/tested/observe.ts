import { setTimeout as pause } from 'node:timers/promises'
import { StoreError, type Leak, type PurgeTarget, type Stuck } from '@cachechart/core'
import type { AdapterName } from '../adapter.ts'
import { Chance } from '../chance.ts'
import { collapseWindow, deadlines, markFor, sharedBreaker, sharedDeadlines, stuckAfter } from '../limits.ts'
import type { PurgeReport } from '../purges/purge-report.ts'
import { countingClock, type CountingClock } from './counting-clock.ts'
import { createSubject } from './create-subject.ts'
import { faultyStore } from './faulty-store.ts'
import { Mishaps } from './mishap.ts'
import { Notes, story } from './notes.ts'
import { countResources, mostListeners, type Sample, type Settlement } from './sample.ts'
import type { Subject } from './subject.ts'
import { surface } from './surface.ts'
import { testedStore } from './tested-store.ts'

/** An adapter with a store that fails now and then, and everything about it that can be counted. */
export interface Observed {
  readonly subject: Subject
  sample(): Sample
  purge(target: PurgeTarget): Promise<PurgeReport>
  /** Waits until the cache has finished. */
  settle(): Promise<Settlement>
  /** Ends the adapter, and what is below it. */
  close(): Promise<void>
}

/** What is put up. */
export interface Setting {
  readonly adapter: AdapterName
  /** Where the origin listens. */
  readonly origin: string
  readonly seed: number
  /** Which of several it is, from 0. */
  readonly place: number
  /** The URL of the server that it shares with the others; left out, it is alone. */
  readonly redis: string | undefined
}

export async function observe({ adapter, origin, ...setting }: Setting): Promise<Observed> {
  const notes = new Notes()
  const watched = watchedStore(setting)
  const { clock, tested } = watched
  const options = {
    ...surface,
    store: watched.store,
    clock,
    ...(tested.lease === undefined ? { deadlines } : { ...shared, lease: tested.lease }),
    stuckAfter,
    collapse: { window: collapseWindow, markFor },
    background: { backoff: 200, backoffMaximum: 2000 },
    onLeak: (leak: Leak) => notes.leak(leak),
    onStuck: (stuck: Stuck) => notes.stuck(stuck),
  }
  const onFailure = ({ error }: { readonly error: unknown }): void => notes.failure(error)
  const subject = await createSubject[adapter]({ origin, options, onFailure })
  const began = performance.now()
  return {
    subject,
    sample: () => sampleOf(subject, watched, performance.now() - began),
    async purge(target) {
      const start = Date.now()
      try {
        await subject.cache.purge(target)
        return { began: start, outcome: 'purged' }
      } catch (error) {
        if (!(error instanceof StoreError)) throw error
        return { began: start, outcome: 'failed' }
      }
    },
    settle: () => settle(subject, watched, notes),
    async close() {
      await subject.close()
      await tested.close()
    },
  }
}

/** How a cache is that shares its store with others. */
const shared = { deadlines: sharedDeadlines, storeBreaker: sharedBreaker }

/** The store of a run, and what can be counted of it. */
type Watched = ReturnType<typeof watchedStore>

function watchedStore({ seed, place, redis }: Pick<Setting, 'seed' | 'place' | 'redis'>) {
  const mishaps = new Mishaps(new Chance(seed, 'store', ...(place === 0 ? [] : [place])))
  const tested = testedStore(redis)
  return { mishaps, tested, store: faultyStore(tested.store, mishaps), clock: countingClock() }
}

function sampleOf({ cache, clients }: Subject, { clock, tested, store }: Watched, at: number): Sample {
  globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  const resources = countResources()
  return {
    at,
    ...{ heapUsed, external, rss },
    sockets: resources['TCPSocketWrap'] ?? 0,
    timers: clock.timers(),
    heldTimers: resources['Timeout'] ?? 0,
    inFlight: cache.inFlight().length,
    listeners: mostListeners(clients),
    writers: store.openWriters(),
    stored: tested.bytes(),
  }
}

/** What the store is still to be told, because it was not there, is told when it is tried again. */
async function timersEnded(clock: CountingClock): Promise<void> {
  const until = performance.now() + stuckAfter
  while (clock.timers() > 0 && performance.now() < until) await pause(20)
}

async function settle({ cache }: Subject, watched: Watched, notes: Notes): Promise<Settlement> {
  const start = performance.now()
  const { stopped } = await cache.drain({ timeout: 2 * stuckAfter })
  await timersEnded(watched.clock)
  return {
    ledger: cache.ledger(),
    inFlight: cache.inFlight().map(story),
    stopped,
    drainedAfter: performance.now() - start,
    timers: watched.clock.timers(),
    writers: watched.store.openWriters(),
    counted: notes.counted(cache.tolerated(), watched.mishaps.count),
  }
}
