import { createCache, type KeyOptions, type Millis, type PurgeTarget, type Store } from '@cachechart/core'

/** What is to be purged, and how long that may take. */
interface StoredPurge {
  readonly target: PurgeTarget
  readonly key: KeyOptions
  readonly patience: Millis
}

/**
 * Purges what is in a store, as a cache on it would; how many stored responses there were. Rejects with a `StoreError`: then
 * some of it may still be there.
 */
export async function purgeStored(store: Store, { target, key, patience }: StoredPurge): Promise<number> {
  const cache = createCache({
    store,
    policy: { key },
    deadlines: { store: patience },
    backend: { send: () => Promise.reject(new TypeError('this cache is never asked')) },
  })
  const { purged } = await cache.purge(target)
  return purged
}
