import type { InspectableStore } from '@cachechart/core'
import { CommandFailedError } from '../command-failed-error.ts'
import { withoutPasswords } from '../without-passwords.ts'
import type { StoreOptions } from './store-options.ts'
import type { LastingPlace } from './store-place.ts'

/** How it is opened. */
export interface OpeningOptions extends Pick<
  StoreOptions,
  'maxBytes' | 'maxEntryBytes' | 'onCorrupt' | 'storeTimeout'
> {
  /** Told of each value that is found and not believed: it counts as a miss. */
  readonly onRejected?: (rejected: { readonly key: string; readonly reason: string }) => void
}

/**
 * Opens a store that outlives the process. Who only looks, or purges, sets no limit: room is made by whoever does.
 * A server need not be there yet. Rejects with a `StoreError` for a file that cannot be used, and with a
 * `CommandFailedError` for a URL that is none.
 */
export function openLasting(place: LastingPlace, options: OpeningOptions = {}): Promise<InspectableStore> {
  return place.type === 'sqlite' ? openFile(place.file, options) : openServer(place.url, options)
}

async function openFile(
  file: string,
  { maxBytes = Number.MAX_SAFE_INTEGER, onCorrupt, ...others }: OpeningOptions,
): Promise<InspectableStore> {
  // Loaded when it is needed: whoever has another store starts sooner without it.
  const { sqliteStore } = await import('@cachechart/adapters/sqlite')
  return sqliteStore({
    file,
    maxBytes,
    ...(onCorrupt === 'set-aside' ? { onCorrupt: 'setAside' } : {}),
    ...common(others),
  })
}

async function openServer(url: string, options: OpeningOptions): Promise<InspectableStore> {
  const { redisStore } = await import('@cachechart/adapters/redis')
  try {
    return redisStore({ url, ...patienceOf(options), ...common(options) })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new CommandFailedError(withoutPasswords(`--store: ${error.message}.`), { cause: error })
  }
}

const common = ({ maxEntryBytes, onRejected }: OpeningOptions) => ({
  ...(maxEntryBytes === undefined ? {} : { maxEntryBytes }),
  ...(onRejected === undefined ? {} : { onRejected }),
})

/** How long is waited for an answer of a server, where that was told: no shorter than whoever asks waits for it. */
const patienceOf = ({ storeTimeout }: Pick<StoreOptions, 'storeTimeout'>) =>
  storeTimeout === undefined ? {} : { commandTimeout: storeTimeout, connectTimeout: storeTimeout }
