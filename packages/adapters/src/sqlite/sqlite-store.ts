import type {
  InspectableStore,
  ListedEntry,
  MaybePromise,
  PurgeChange,
  PurgeSelector,
  StoredEntry,
  StoredResponse,
  StoreStatistics,
  StoreWriter,
  WriteClaim,
} from '@cachechart/core'
import { FileStore } from './file-store.ts'
import { sqliteSettings, type SqliteStoreOptions } from './sqlite-options.ts'

/** A store in a file of this machine, which several processes may use at the same time. */
export interface SqliteStore extends InspectableStore {
  put(key: string, response: StoredResponse, claim?: WriteClaim): StoreWriter
  freshen(
    key: string,
    entry: StoredEntry,
    response: StoredResponse,
    claim?: WriteClaim,
  ): MaybePromise<'freshened' | 'gone'>
  purge(selector: PurgeSelector, change: PurgeChange): MaybePromise<number>
  statistics(): StoreStatistics
  entries(options?: { readonly keyPrefix?: string }): AsyncIterable<ListedEntry>
  close(): void
}

/**
 * Keeps responses in a SQLite file, at most `maxBytes` of them; the least recently used make room. What is stored
 * survives restarts, and crashes: an entry is there as a whole, or not at all. It answers at once, except when another
 * process is writing, and for bodies of more than 64 KiB.
 *
 * Opening makes or migrates the file, and may wait for other processes that do so, `busyTimeout` at most.
 *
 * @throws RangeError for an option out of its bounds
 * @throws StoreError `ERR_STORE_FOREIGN` for a file that is no store, or damaged, or of a later version (see `onCorrupt`);
 * `ERR_STORE_FAILED` for one that cannot be opened
 * @example
 * import { mkdtempSync } from 'node:fs'
 * import { tmpdir } from 'node:os'
 * import { join } from 'node:path'
 * const file = join(mkdtempSync(join(tmpdir(), 'cache-')), 'responses.db')
 * const store = sqliteStore({ file, maxBytes: 256 * 1024 * 1024 })
 * const result = await store.get('https://example.com/')
 * console.log(result.type, store.statistics().entries) // 'miss', 0
 * store.close()
 */
export function sqliteStore(options: SqliteStoreOptions): SqliteStore {
  return new FileStore(sqliteSettings(options))
}
