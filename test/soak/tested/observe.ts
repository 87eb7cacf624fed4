import { memoryStore, StoreError, type Leak, type PurgeTarget, type Stuck } from '@cachechart/core'
import type { AdapterName } from '../adapter.ts'
import { Chance } from '../chance.ts'
import { collapseWindow, deadlines, markFor, storeLimits, stuckAfter } from '../limits.ts'
import type { PurgeReport } from '../purges/purge-report.ts'
import { countingClock } from './counting-clock.ts'
import { createSubject } from './create-subject.ts'
import { faultyStore } from './faulty-store.ts'
import { Mishaps } from './mishap.ts'
import { Notes, story } from './notes.ts'
import { countResources, mostListeners, type Sample, type Settlement } from './sample.ts'
import type { Subject } from './subject.ts'
import { surface } from './surface.ts'

/** An adapter with a store that fails now and then, and everything about it that can be counted. */
export interface Observed {
  readonly subject: Subject
  sample(): Sample
  purge(target: PurgeTarget): Promise<PurgeReport>
  /** Waits until the cache has finished. */
  settle(): Promise<Settlement>
}

export async function observe(adapter: AdapterName, origin: string, seed: number): Promise<Observed> {
  const notes = new Notes()
  const watched = watchedStore(seed)
  const { clock } = watched
  const options = {
    ...surface,
    store: watched.store,
    clock,
    deadlines,
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
  }
}

/** The store of a run, and what can be counted of it. */
type Watched = ReturnType<typeof watchedStore>

function watchedStore(seed: number) {
  const mishaps = new Mishaps(new Chance(seed, 'store'))
  const memory = memoryStore(storeLimits)
  return { mishaps, memory, store: faultyStore(memory, mishaps), clock: countingClock() }
}

function sampleOf({ cache, clients }: Subject, { clock, memory, store }: Watched, at: number): Sample {
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
    stored: memory.bytes,
  }
}

async function settle({ cache }: Subject, watched: Watched, notes: Notes): Promise<Settlement> {
  const start = performance.now()
  const { stopped } = await cache.drain({ timeout: 2 * stuckAfter })
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
