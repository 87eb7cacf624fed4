import type { StoredResponse } from '../http/stored-response.ts'
import type { Body } from '../ports/body.ts'
import type { StoredEntry } from '../ports/store.ts'
import { headSize } from './entry-size.ts'
import { MemoryBody } from './memory-body.ts'

/** What an entry has in common with those that it was before its head changed: whoever found one of them uses them all. */
interface KeptBody {
  /** Without a view: a view would be a hundred bytes more for each entry, and is made in no time when needed. */
  readonly bytes: ArrayBuffer
  uses: number
}

/** A stored response in memory. Head and body never change: a reader that holds it can read it for as long as it likes. */
export class MemoryEntry implements StoredEntry {
  readonly response: StoredResponse
  readonly #kept: KeptBody

  private constructor(response: StoredResponse, kept: KeptBody) {
    this.response = response
    this.#kept = kept
  }

  /** An entry that nobody has used yet. */
  static of(response: StoredResponse, bytes: ArrayBuffer): MemoryEntry {
    return new MemoryEntry(response, { bytes, uses: 0 })
  }

  /** What it is taken to occupy in memory, in bytes. */
  get size(): number {
    return headSize(this.response) + this.#kept.bytes.byteLength
  }

  open(): Body {
    return new MemoryBody(new Uint8Array(this.#kept.bytes))
  }

  countUse(): number {
    this.#kept.uses += 1
    return this.#kept.uses
  }

  /** An entry with another head and the same body. */
  withResponse(response: StoredResponse): MemoryEntry {
    return new MemoryEntry(response, this.#kept)
  }

  /** Whether the other entry is this one, before or after its head was freshened. */
  hasBodyOf(other: StoredEntry): boolean {
    return #kept in other && other.#kept === this.#kept
  }
}
