import type { StoredResponse } from '../http/stored-response.ts'
import type { Body } from '../ports/body.ts'
import type { LookupResult, StoredEntry } from '../ports/store.ts'
import type { KeptBody } from './kept-body.ts'
import type { KeptHead } from './kept-head.ts'
import { MemoryBody } from './memory-body.ts'

/** What a lookup finds. It is replaced, never changed: a reader may hold it. */
export interface FoundKey extends Extract<LookupResult, { readonly type: 'hit' }> {
  readonly variants: readonly MemoryEntry[]
}

/** A stored response in memory. Head and body never change: a reader that holds it can read it for as long as it likes. */
export class MemoryEntry implements StoredEntry {
  readonly head: KeptHead
  readonly body: KeptBody
  #response: StoredResponse | undefined
  #alone: FoundKey | undefined

  constructor(head: KeptHead, body: KeptBody) {
    this.head = head
    this.body = body
  }

  get response(): StoredResponse {
    return this.#response ?? this.head.response()
  }

  /** The result of a lookup that finds nothing else. */
  get alone(): FoundKey {
    return this.#alone ?? { type: 'hit', variants: [this] }
  }

  /** What it is taken to occupy in memory, in bytes. */
  get size(): number {
    return this.head.size + this.body.size
  }

  /** Whether what it gives is at hand, and need not be made. */
  get isWarm(): boolean {
    return this.#response !== undefined
  }

  warm(): void {
    this.#response = this.head.response()
    this.#alone = { type: 'hit', variants: [this] }
  }

  cool(): void {
    this.#response = undefined
    this.#alone = undefined
  }

  open(): Body | undefined {
    const { bytes } = this.body
    return bytes === undefined ? undefined : new MemoryBody(bytes)
  }

  countUse(): number {
    this.body.uses += 1
    return this.body.uses
  }

  /** Whether the other entry is this one, before or after its head was freshened. */
  hasBodyOf(other: StoredEntry): boolean {
    return other instanceof MemoryEntry && other.body === this.body
  }
}
