import { LRUCache } from 'lru-cache'
import type { LookupResult, PurgeSelector } from '../ports/store.ts'
import { keySize } from './entry-size.ts'
import { KeyIndex } from './key-index.ts'
import type { MemoryEntry } from './memory-entry.ts'

/** The lookup result of a key, kept ready. It is replaced, never changed: a reader may hold it. */
export interface ShelvedKey extends Extract<LookupResult, { readonly type: 'hit' }> {
  readonly variants: readonly MemoryEntry[]
}

/**
 * Keys by their last use, within a number of bytes that they share with what is being written. There is always room
 * for what comes, as long as there is a key to give up for it: an LRU prefers the new to what nobody asks for.
 */
export class KeyShelf {
  readonly #keys: LRUCache<string, ShelvedKey>
  readonly #maxBytes: number
  readonly #labels = new KeyIndex()
  readonly #urls = new KeyIndex()
  #reserved = 0
  #entries = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
    const dispose = ({ variants }: ShelvedKey, key: string) => {
      this.#entries -= variants.length
      for (const { response } of variants) {
        for (const label of response.surrogateKeys) this.#labels.remove(label, key)
        if (response.url !== null) this.#urls.remove(response.url, key)
      }
    }
    this.#keys = new LRUCache({ maxSize: maxBytes, dispose })
  }

  /** The bytes taken, those reserved included: never more than the limit. */
  get bytes(): number {
    return this.#keys.calculatedSize + this.#reserved
  }

  /** How many responses there are, all variants of all keys. */
  get entries(): number {
    return this.#entries
  }

  /** Finds a key, which is a use of it. */
  get(key: string): ShelvedKey | undefined {
    return this.#keys.get(key)
  }

  /** Finds a key without using it. */
  peek(key: string): ShelvedKey | undefined {
    return this.#keys.peek(key)
  }

  /** Sets bytes aside, giving up keys for them. `false`: even without any key there would be too little room. */
  reserve(bytes: number): boolean {
    if (this.#reserved + bytes > this.#maxBytes) return false
    this.#reserved += bytes
    this.#makeRoom()
    return true
  }

  release(bytes: number): void {
    this.#reserved -= bytes
  }

  /** Replaces what a key has; at least one variant. `false`: there was no room for it. */
  put(key: string, variants: readonly MemoryEntry[]): boolean {
    const size = variants.reduce((sum, entry) => sum + entry.size, keySize(key))
    if (size > this.#maxBytes) {
      this.#keys.delete(key)
      return false
    }
    this.#entries += variants.length
    this.#keys.set(key, { type: 'hit', variants }, { size })
    // After what it replaces has left the indexes.
    for (const { response } of variants) {
      for (const label of response.surrogateKeys) this.#labels.add(label, key)
      if (response.url !== null) this.#urls.add(response.url, key)
    }
    this.#makeRoom()
    return this.#keys.has(key)
  }

  /** Removes a key; how many variants it had. */
  delete(key: string): number {
    const found = this.#keys.peek(key)
    if (found === undefined) return 0
    this.#keys.delete(key)
    return found.variants.length
  }

  /** The keys under which something is that a purge is about, in a list of their own. */
  keysFor(selector: PurgeSelector): readonly string[] {
    switch (selector.type) {
      case 'key':
        return this.#keys.has(selector.key) ? [selector.key] : []
      case 'surrogateKey':
        return this.#labels.keysOf(selector.surrogateKey)
      case 'url':
        return this.#urls.keysOf(selector.url)
      case 'all':
        // The least recently used first: whoever puts them back in this order leaves their order as it was.
        return [...this.#keys.rkeys()]
    }
  }

  /** How many labels and URLs something is found by. */
  get names(): number {
    return this.#labels.size + this.#urls.size
  }

  /** Removes all keys; how many variants there were. What is reserved stays reserved. */
  removeAll(): number {
    const removed = this.#entries
    // First, so that the keys have nothing to look for there.
    this.#labels.clear()
    this.#urls.clear()
    this.#keys.clear()
    return removed
  }

  /** Holds nothing any more. */
  clear(): void {
    this.removeAll()
    this.#reserved = 0
  }

  #makeRoom(): void {
    while (this.bytes > this.#maxBytes && this.#keys.size > 0) this.#keys.pop()
  }
}
