import type { StoreWriter } from '../ports/store.ts'
import type { BodyPool } from './body-pool.ts'
import { keySize, longestPacked, mostBesideBody } from './entry-size.ts'
import { GrowingBytes } from './growing-bytes.ts'
import type { KeptBody } from './kept-body.ts'
import type { KeptHead } from './kept-head.ts'
import { MemoryEntry } from './memory-entry.ts'

/** What writers need of their store. */
export interface WriterHost {
  /** The longest body that is taken, in bytes. */
  readonly maxEntryBytes: number
  readonly bodies: BodyPool
  /** Sets bytes aside; `false` when there is no room for them. @throws StoreError when the store is closed */
  reserve(bytes: number): boolean
  release(bytes: number): void
  /** Lets the entry be found. Room for it was reserved. @throws StoreError when the store is closed */
  place(key: string, entry: MemoryEntry): void
}

/** What is written, and where. */
export interface WriterTask {
  readonly key: string
  readonly head: KeptHead
  /** The length that was announced, in bytes, which need not be true; `undefined` where none was. */
  readonly announced: number | undefined
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
  /** A short body that came as one chunk, as most do, is at its place at once. */
  #whole: KeptBody | undefined
  /** Any other is collected. */
  #bytes: GrowingBytes | undefined
  #reserved = 0
  #state: 'open' | 'closed' = 'open'

  constructor(host: WriterHost, task: WriterTask) {
    this.#host = host
    this.#task = task
    if (!this.#reserve(keySize(task.key) + task.head.size + mostBesideBody)) this.#close()
  }

  write(chunk: Uint8Array): 'accepted' | 'refused' {
    try {
      return this.#state === 'open' && this.#hasRoomFor(chunk) ? 'accepted' : this.#refuse()
    } catch (error) {
      // A store that was closed meanwhile makes every call throw; nothing is held after that either.
      this.#close()
      throw error
    }
  }

  commit(): 'stored' | 'refused' {
    if (this.#state === 'closed') return this.#refuse()
    const { bodies } = this.#host
    const body = this.#whole ?? bodies.adopt(this.#bytes?.take() ?? new ArrayBuffer(0))
    // It is the entry's from here on.
    this.#whole = undefined
    this.#close()
    this.#host.place(this.#task.key, new MemoryEntry(this.#task.head, body))
    return 'stored'
  }

  abort(): void {
    this.#close()
  }

  /** Copies the chunk if there is room for it. */
  #hasRoomFor(chunk: Uint8Array): boolean {
    const { maxEntryBytes } = this.#host
    const before = this.#whole?.length ?? this.#bytes?.length ?? 0
    // What is announced as too long is not worth the keys that would be given up before it proves so.
    if (Math.max(before + chunk.length, this.#task.announced ?? 0) > maxEntryBytes) return false
    if (this.#mayBeWhole(chunk)) return this.#pack(chunk)
    return this.#unpack() && this.#collect(chunk)
  }

  #mayBeWhole({ length }: Uint8Array): boolean {
    if (this.#whole !== undefined || this.#bytes !== undefined) return false
    return length > 0 && length <= longestPacked && length === (this.#task.announced ?? length)
  }

  #pack(chunk: Uint8Array): boolean {
    if (!this.#reserve(chunk.length)) return false
    this.#whole = this.#host.bodies.keep(chunk)
    return true
  }

  /** More has come after what could have been the whole. */
  #unpack(): boolean {
    const begun = this.#whole
    if (begun === undefined) return true
    const { bytes } = begun
    if (bytes === undefined) return false
    this.#whole = undefined
    this.#host.bodies.release(begun)
    this.#host.release(begun.length)
    this.#reserved -= begun.length
    return this.#collect(bytes)
  }

  #collect(chunk: Uint8Array): boolean {
    const { announced } = this.#task
    this.#bytes ??= new GrowingBytes({ announced, most: this.#host.maxEntryBytes })
    const bytes = this.#bytes
    const enough = [bytes.capacityFor(chunk), Math.max(bytes.length + chunk.length, bytes.capacity)]
    const capacity = enough.find((count) => this.#reserve(count - bytes.capacity))
    if (capacity === undefined) return false
    bytes.append(chunk, capacity)
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
    this.#bytes = undefined
    if (this.#whole !== undefined) this.#host.bodies.release(this.#whole)
    this.#whole = undefined
    this.#host.release(this.#reserved)
    this.#reserved = 0
  }
}
