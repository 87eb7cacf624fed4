import type { StoredResponse } from '../http/stored-response.ts'
import type { Body } from '../ports/body.ts'
import type { StoredEntry } from '../ports/store.ts'
import { headSize } from './entry-size.ts'
import { MemoryBody } from './memory-body.ts'

/** A stored response in memory. Head and body never change: a reader that holds it can read it for as long as it likes. */
export class MemoryEntry implements StoredEntry {
  readonly response: StoredResponse
  /** Without a view: a view would be a hundred bytes more for each entry, and is made in no time when needed. */
  readonly #body: ArrayBuffer
  #uses: number

  constructor(response: StoredResponse, body: ArrayBuffer, uses = 0) {
    this.response = response
    this.#body = body
    this.#uses = uses
  }

  /** What it is taken to occupy in memory, in bytes. */
  get size(): number {
    return headSize(this.response) + this.#body.byteLength
  }

  open(): Body {
    return new MemoryBody(new Uint8Array(this.#body))
  }

  countUse(): number {
    return (this.#uses += 1)
  }

  /** An entry with another head and the same body, which has been used as often. */
  withResponse(response: StoredResponse): MemoryEntry {
    return new MemoryEntry(response, this.#body, this.#uses)
  }

  /** Whether the other entry is this one, before or after its head was freshened. */
  hasBodyOf(other: StoredEntry): boolean {
    return #body in other && other.#body === this.#body
  }
}
