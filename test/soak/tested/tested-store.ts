import { redisInvalidations, redisLease, redisStore } from '@cachechart/adapters/redis'
import { memoryStore, tieredStore, type Lease, type Store } from '@cachechart/core'
import { leaseLife, storeLimits } from '../limits.ts'

/** What is below an adapter under test: its own memory, or memory before a server that others use, too. */
export interface TestedStore {
  readonly store: Store
  readonly lease: Lease | undefined
  /** Bytes of bodies and heads in memory. */
  bytes(): number
  close(): Promise<void>
}

/** `redis`: the URL of a server; left out, there is none. */
export function testedStore(redis: string | undefined): TestedStore {
  const memory = memoryStore(storeLimits)
  const bytes = (): number => memory.bytes
  if (redis === undefined) return { store: memory, lease: undefined, bytes, close: async () => {} }
  const far = redisStore({ url: redis, maxEntryBytes: storeLimits.maxEntryBytes })
  const store = tieredStore({ near: memory, far, invalidations: redisInvalidations({ url: redis }) })
  const lease = redisLease({ url: redis, life: leaseLife })
  return {
    store,
    lease,
    bytes,
    close: async () => {
      await lease.close()
      await store.close()
    },
  }
}
