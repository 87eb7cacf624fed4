import type { Millis } from '@cachechart/core'
import type { GatewayCommandOptions } from '../gateway-options.ts'
import { keyOptionsOf } from '../key-rule-options.ts'
import { explainStoreFailure } from '../store/explain-store-failure.ts'
import { openLasting } from '../store/open-lasting.ts'
import { purgeStored } from '../store/purge-stored.ts'
import { roomOf } from '../store/store-sizes.ts'
import { warnIfSilent } from '../store/warn-if-silent.ts'
import type { Terminal } from '../terminal.ts'
import type { SharedStore } from './pool-desk.ts'

/** That of a cache which was told nothing else. */
const defaultPatience: Millis = 2_000

/** The primary's own way to a store that all workers have together. */
interface OpenSharedStore extends SharedStore {
  close(): Promise<void>
}

/**
 * Opens that store; `undefined` where each worker has one of its own. Rejects with a `CommandFailedError` for a file that
 * cannot be used.
 */
export async function openSharedStore(
  options: GatewayCommandOptions,
  terminal: Pick<Terminal, 'err'>,
): Promise<OpenSharedStore | undefined> {
  const { store: place, storeTimeout: patience = defaultPatience } = options
  if (place.type === 'memory') return undefined
  const room = place.type === 'sqlite' ? { maxBytes: roomOf(options, 1).all } : {}
  const store = await openLasting(place, { ...options, ...room }).catch((error: unknown) => {
    throw explainStoreFailure(error, place)
  })
  void warnIfSilent(store, place, terminal)
  return {
    purge: (target) => purgeStored(store, { target, key: keyOptionsOf(options), patience }),
    async close() {
      await store.close()
    },
  }
}
