import { memoryStore, tieredStore, type Lease, type Store, type StoreError } from '@cachechart/core'
import { openLasting, type OpeningOptions } from './open-lasting.ts'
import { roomOf } from './store-sizes.ts'
import type { StoreOptions } from './store-options.ts'

/** What a gateway was told of its store, and who is told of what is wrong there. */
export interface GatewayStoreOptions extends StoreOptions, Pick<OpeningOptions, 'onRejected'> {
  /** What others change cannot be heard of, for the reason that it is given. Told again while that is so. */
  readonly onUnheard?: (error: StoreError) => void
}

/** The store of a gateway, and what belongs to it. */
export interface OpenedStore {
  readonly store: Store
  /** Who of several processes asks the origin, where that is agreed upon. */
  readonly lease: Lease | undefined
  close(): Promise<void>
}

/**
 * Opens what a gateway was told. A server need not be there yet: it is used from the moment it is.
 * Rejects with a `StoreError` for a file that cannot be used.
 */
export async function openStore(options: GatewayStoreOptions): Promise<OpenedStore> {
  const { store: place, maxEntryBytes } = options
  const { each: maxBytes } = roomOf(options, 1)
  switch (place.type) {
    case 'memory':
      return alone(memoryStore({ maxBytes, ...(maxEntryBytes === undefined ? {} : { maxEntryBytes }) }))
    case 'sqlite':
      return alone(await openLasting(place, { ...options, maxBytes }))
    case 'redis':
      return openShared(place.url, options)
  }
}

const alone = (store: Store): OpenedStore => ({
  store,
  lease: undefined,
  close: async () => {
    await store.close()
  },
})

/** A server, with memory before it and leases on it, unless these are not wanted. */
async function openShared(url: string, options: GatewayStoreOptions): Promise<OpenedStore> {
  const { redisInvalidations, redisLease } = await import('@cachechart/adapters/redis')
  const far = await openLasting({ type: 'redis', url }, options)
  const { each: nearBytes } = roomOf(options, 1)
  const { onUnheard } = options
  const store =
    nearBytes === 0
      ? far
      : tieredStore({
          near: memoryStore({ maxBytes: nearBytes }),
          far,
          invalidations: redisInvalidations({
            url,
            ...(onUnheard === undefined ? {} : { onLost: onUnheard }),
          }),
        })
  const lease = options.lease ? redisLease({ url }) : undefined
  return {
    store,
    lease,
    async close() {
      // The lease first: others may go on while the store writes what it has to.
      await lease?.close()
      await store.close()
    },
  }
}
