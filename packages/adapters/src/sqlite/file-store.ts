import {
  StoreError,
  type ListedEntry,
  type LookupResult,
  type MaybePromise,
  type PurgeChange,
  type PurgeSelector,
  type StoredResponse,
  type StoreStatistics,
  type StoreWriter,
  type WriteClaim,
} from '@cachechart/core'
import { freshenEntry } from './freshen-entry.ts'
import { keyText } from './key-text.ts'
import { listEntries } from './list-entries.ts'
import type { Found } from './lookup.ts'
import { Purges } from './purges.ts'
import { SqliteEntry } from './sqlite-entry.ts'
import type { SqliteSettings } from './sqlite-options.ts'
import type { SqliteStore } from './sqlite-store.ts'
import { failureOf, storeErrorOf, thrownFor } from './storage-failure.ts'
import { assembleStore, concernsNobody, type StoreParts } from './store-parts.ts'
import { storeStatistics } from './store-statistics.ts'
import { headToStore } from './stored-head.ts'

/** The store of `sqliteStore`: what it is made of, behind one check of whether it is open. */
export class FileStore implements SqliteStore {
  readonly #parts: StoreParts
  readonly #purges: Purges
  #state: 'open' | 'closed' = 'open'

  constructor(settings: SqliteSettings) {
    this.#parts = assembleStore(settings, () => {
      this.#open()
    })
    this.#purges = new Purges(this.#parts)
  }

  get(key: string): MaybePromise<LookupResult> {
    const { lookup, queue } = this.#open()
    const text = keyText(key)
    const find = () => this.#purges.applyTo(lookup.find(text))
    if (queue.holdsBack(text)) return this.#findLater(find)
    try {
      return find()
    } catch (error) {
      if (failureOf(error) === 'busy') return this.#findLater(find)
      return { type: 'error', error: storeErrorOf(error) }
    }
  }

  put(key: string, response: StoredResponse, claim: WriteClaim = {}): StoreWriter {
    return this.#open().writers.put(key, response, claim)
  }

  freshen(
    ...[key, entry, response, claim = {}]: Parameters<SqliteStore['freshen']>
  ): MaybePromise<'freshened' | 'gone'> {
    const { tables, lookup, queue, settings } = this.#open()
    const text = keyText(key)
    if (!(entry instanceof SqliteEntry) || response.version !== 1) return 'gone'
    const { id, length } = entry.facts
    const work = () => {
      if (this.#purges.isRemoving(entry)) return 'gone'
      const head = headToStore(response, length)
      const outcome = freshenEntry(tables, { key: text, id, head, claim, now: settings.clock.now() })
      lookup.forget(text)
      return outcome
    }
    return queue.run({ work, concerns: (concerned) => concerned === text })
  }

  delete(key: string): MaybePromise<number> {
    return this.purge({ type: 'key', key }, 'remove')
  }

  purge(selector: PurgeSelector, change: PurgeChange): MaybePromise<number> {
    this.#open()
    return this.#purges.purge(selector, change)
  }

  statistics(): StoreStatistics {
    try {
      return storeStatistics(this.#open())
    } catch (error) {
      throw thrownFor(error)
    }
  }

  entries({ keyPrefix = '' }: { readonly keyPrefix?: string } = {}): AsyncIterable<ListedEntry> {
    const { tables, heads, entryHost, queue } = this.#open()
    const read = <Answer>(query: () => Answer) => {
      this.#open()
      return queue.run({ work: query, concerns: concernsNobody })
    }
    return listEntries({ tables, heads, host: entryHost, read }, keyPrefix)
  }

  close(): void {
    if (this.#state === 'closed') return
    const { housekeeper, queue, writers, uses, tables, bodies, file } = this.#parts
    housekeeper.close()
    queue.close(closed())
    try {
      writers.close()
      // What is left after one piece is not worth waiting for.
      uses.save(tables)
    } catch {
      // Uses are an estimate, and what is not written any more is found by its age.
    }
    this.#state = 'closed'
    queue.close(closed())
    bodies.close()
    file.database.close()
  }

  async #findLater(find: () => Found): Promise<LookupResult> {
    try {
      return await this.#parts.queue.run({ work: find, concerns: concernsNobody })
    } catch (error) {
      if (error instanceof StoreError && error.code === 'ERR_STORE_CLOSED') throw error
      return { type: 'error', error: storeErrorOf(error) }
    }
  }

  #open(): StoreParts {
    if (this.#state === 'closed') throw closed()
    return this.#parts
  }
}

const closed = (): StoreError => new StoreError('ERR_STORE_CLOSED', 'the SQLite store was used after close()')
