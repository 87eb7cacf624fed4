import { contentLengthOf } from '../http/content-length.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { StoreWriter } from '../ports/store.ts'
import { headSize, keySize } from './entry-size.ts'
import { GrowingBytes } from './growing-bytes.ts'
import { MemoryEntry } from './memory-entry.ts'

/** What writers need of their store. */
export interface WriterHost {
  /** The longest body that is taken, in bytes. */
  readonly maxEntryBytes: number
  /** Sets bytes aside; `false` when there is no room for them. @throws StoreError when the store is closed */
  reserve(bytes: number): boolean
  release(bytes: number): void
  /** Lets the entry be found. Room for it was reserved. @throws StoreError when the store is closed */
  place(key: string, entry: MemoryEntry): void
}

/** What is written, and where. */
export interface WriterTask {
  readonly key: string
  readonly response: StoredResponse
}

/** A writer that answers at once. */
export interface SynchronousWriter extends StoreWriter {
  write(chunk: Uint8Array): 'accepted' | 'refused'
  commit(): 'stored' | 'refused'
}

/** Collects one response. All that it holds is reserved before it is held, and given back however it ends. */
export class MemoryWriter implements SynchronousWriter {
  readonly #host: WriterHost
  readonly #task: WriterTask
  readonly #announced: number | undefined
  readonly #bytes: GrowingBytes
  #reserved = 0
  #state: 'open' | 'closed' = 'open'

  constructor(host: WriterHost, task: WriterTask) {
    this.#host = host
    this.#task = task
    this.#announced = contentLengthOf(task.response.fields)
    this.#bytes = new GrowingBytes({ announced: this.#announced, most: host.maxEntryBytes })
    if (!this.#reserve(keySize(task.key) + headSize(task.response))) this.#close()
  }

  write(chunk: Uint8Array): 'accepted' | 'refused' {
    return this.#guarded(() => {
      if (this.#state === 'closed' || !this.#hasRoomFor(chunk)) return this.#refuse()
      return 'accepted'
    })
  }

  commit(): 'stored' | 'refused' {
    return this.#guarded(() => {
      if (this.#state === 'closed') return this.#refuse()
      const { key, response } = this.#task
      const entry = MemoryEntry.of(response, this.#bytes.take())
      this.#close()
      this.#host.place(key, entry)
      return 'stored'
    })
  }

  abort(): void {
    this.#close()
  }

  /** Copies the chunk if there is room for it. */
  #hasRoomFor(chunk: Uint8Array): boolean {
    const { maxEntryBytes } = this.#host
    const length = this.#bytes.length + chunk.length
    // What is announced as too long is not worth the keys that would be given up before it proves so.
    if (Math.max(length, this.#announced ?? 0) > maxEntryBytes) return false
    const enough = [this.#bytes.capacityFor(chunk), Math.max(length, this.#bytes.capacity)]
    const capacity = enough.find((bytes) => this.#reserve(bytes - this.#bytes.capacity))
    if (capacity === undefined) return false
    this.#bytes.append(chunk, capacity)
    return true
  }

  #reserve(bytes: number): boolean {
    if (!this.#host.reserve(bytes)) return false
    this.#reserved += bytes
    return true
  }

  #refuse(): 'refused' {
    this.#close()
    return 'refused'
  }

  #close(): void {
    this.#state = 'closed'
    this.#bytes.clear()
    this.#host.release(this.#reserved)
    this.#reserved = 0
  }

  /** A store that was closed meanwhile makes every call throw; nothing is held after that either. */
  #guarded<Answer>(work: () => Answer): Answer {
    try {
      return work()
    } catch (error) {
      this.#close()
      throw error
    }
  }
}
