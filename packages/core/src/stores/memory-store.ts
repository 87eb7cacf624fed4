import { contentLengthOf } from '../http/content-length.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { StoreError } from '../ports/port-errors.ts'
import type { PeekableStore } from '../ports/peekable-store.ts'
import type { LookupResult, PurgeChange, PurgeSelector, StoredEntry } from '../ports/store.ts'
import { BodyPool } from './body-pool.ts'
import { HeadPacker } from './head-packer.ts'
import { KeyShelf } from './key-shelf.ts'
import { memoryLimits, type MemoryLimits, type MemoryStoreOptions } from './memory-limits.ts'
import { MemoryEntry } from './memory-entry.ts'
import { MemoryWriter, type SynchronousWriter, type WriterHost } from './memory-writer.ts'
import { newestFirst, placeVariant } from './place-variant.ts'
import { isSelected } from './select-stored.ts'

export type { MemoryStoreOptions } from './memory-limits.ts'

/** A store in the memory of this process. It answers every call at once. */
export interface MemoryStore extends PeekableStore {
  /** The memory taken, an estimate that is rather too high, in bytes; never more than `maxBytes`. */
  readonly bytes: number
  /** How many responses are stored: all variants of all keys. */
  readonly entries: number
  get(key: string): LookupResult
  peek(key: string): LookupResult
  put(key: string, response: StoredResponse): SynchronousWriter
  freshen(key: string, entry: StoredEntry, response: StoredResponse): 'freshened' | 'gone'
  delete(key: string): number
  purge(selector: PurgeSelector, change: PurgeChange): number
  close(): void
}

/**
 * Keeps responses in memory, at most `maxBytes` of them; the keys that were not asked for the longest make room.
 *
 * Bodies that are still being written count, too: they displace stored keys, and are refused when open writers alone
 * would pass the limit. A body that was opened stays readable after its entry has gone.
 *
 * @throws RangeError for an option that is not a whole number within its bounds
 * @example
 * const store = memoryStore({ maxBytes: 64 * 1024 * 1024 })
 * const result = store.get('https://example.com/')
 * console.log(result.type, store.entries, store.bytes) // 'miss', 0, 0
 */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  return new ByteBoundedStore(memoryLimits(options))
}

const miss: LookupResult = Object.freeze({ type: 'miss' })

const refusingWriter: SynchronousWriter = Object.freeze({
  write: () => 'refused',
  commit: () => 'refused',
  abort: () => {},
})

class ByteBoundedStore implements MemoryStore {
  readonly #limits: MemoryLimits
  readonly #shelf: KeyShelf
  readonly #heads = new HeadPacker()
  readonly #host: WriterHost
  #state: 'open' | 'closed' = 'open'

  constructor(limits: MemoryLimits) {
    this.#limits = limits
    const bodies = new BodyPool()
    this.#shelf = new KeyShelf(limits.maxBytes, bodies)
    this.#host = {
      maxEntryBytes: limits.maxEntryBytes,
      bodies,
      reserve: (bytes) => this.#open().reserve(bytes),
      release: (bytes) => {
        if (this.#state === 'open') this.#shelf.release(bytes)
      },
      place: (key, entry) => {
        this.#open().put(key, placeVariant(this.#shelf.peek(key), entry, limits.maxVariants))
      },
    }
  }

  get bytes(): number {
    return this.#shelf.bytes
  }

  get entries(): number {
    return this.#shelf.entries
  }

  get(key: string): LookupResult {
    return this.#open().get(key) ?? miss
  }

  peek(key: string): LookupResult {
    const variants = this.#open().peek(key)
    return variants.length === 0 ? miss : { type: 'hit', variants }
  }

  put(key: string, response: StoredResponse): SynchronousWriter {
    this.#open()
    // Of a version that is not known here nothing can be said, not even how large it is.
    if (response.version !== 1) return refusingWriter
    const announced = contentLengthOf(response.fields)
    return new MemoryWriter(this.#host, { key, head: this.#heads.pack(response), announced })
  }

  freshen(key: string, entry: StoredEntry, response: StoredResponse): 'freshened' | 'gone' {
    const shelf = this.#open()
    const variants = shelf.peek(key)
    // Two revalidations may have begun with the same entry: the second finds what the first has made of it.
    const current = variants.find((variant) => variant.hasBodyOf(entry))
    if (current === undefined || response.version !== 1) return 'gone'
    const freshened = new MemoryEntry(this.#heads.pack(response), current.body)
    const others = variants.filter((variant) => variant !== current)
    return shelf.put(key, placeVariant(others, freshened, this.#limits.maxVariants)) ? 'freshened' : 'gone'
  }

  delete(key: string): number {
    return this.#open().delete(key)
  }

  purge(selector: PurgeSelector, change: PurgeChange): number {
    const shelf = this.#open()
    if (selector.type === 'all' && change === 'remove') return shelf.removeAll()
    let purged = 0
    for (const key of shelf.keysFor(selector)) {
      // None where a head before it has grown, and taken its room.
      const variants = shelf.peek(key)
      const left = variants.flatMap((entry) => {
        if (!isSelected(selector, entry.head)) return [entry]
        purged += 1
        return change === 'remove' ? [] : [this.#changed(entry, change)]
      })
      if (left.length === 0) shelf.delete(key)
      else shelf.put(key, left.toSorted(newestFirst))
    }
    return purged
  }

  #changed(entry: MemoryEntry, change: Exclude<PurgeChange, 'remove'>): MemoryEntry {
    return new MemoryEntry(this.#heads.pack(change(entry.response)), entry.body)
  }

  close(): void {
    this.#state = 'closed'
    this.#shelf.clear()
  }

  #open(): KeyShelf {
    if (this.#state === 'closed')
      throw new StoreError('ERR_STORE_CLOSED', 'the memory store was used after close()')
    return this.#shelf
  }
}
