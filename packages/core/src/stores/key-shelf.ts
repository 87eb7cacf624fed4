import type { PurgeSelector } from '../ports/store.ts'
import type { BodyPool } from './body-pool.ts'
import { keySize } from './entry-size.ts'
import type { KeptBody } from './kept-body.ts'
import { KeyIndex } from './key-index.ts'
import { KeyTable } from './key-table.ts'
import { MemoryEntry, type FoundKey } from './memory-entry.ts'
import { Recency } from './recency.ts'
import { WarmPlaces } from './warm-places.ts'

type Variants = readonly MemoryEntry[]

/** What a key has. Most have one entry, and no list is kept for it. */
type Shelved = MemoryEntry | FoundKey

const variantsOf = (shelved: Shelved | undefined): Variants => {
  if (shelved === undefined) return []
  return shelved instanceof MemoryEntry ? [shelved] : shelved.variants
}

const noBodies: ReadonlySet<KeptBody> = new Set()

/**
 * Keys by their last use, within a number of bytes that they share with what is being written. There is always room
 * for what comes, as long as there is a key to give up for it: an LRU prefers the new to what nobody asks for.
 */
export class KeyShelf {
  readonly #maxBytes: number
  readonly #bodies: BodyPool
  readonly #table = new KeyTable()
  readonly #recency = new Recency()
  readonly #warm = new WarmPlaces()
  readonly #labels = new KeyIndex()
  readonly #urls = new KeyIndex()
  // By place; the first is nobody's.
  #keys: string[] = ['']
  #shelved: (Shelved | undefined)[] = [undefined]
  #sizes: number[] = [0]
  #taken = 0
  #reserved = 0
  #entries = 0

  /** `bodies`: where those that leave the shelf are given back. */
  constructor(maxBytes: number, bodies: BodyPool) {
    this.#maxBytes = maxBytes
    this.#bodies = bodies
  }

  /** The bytes taken, those reserved included: never more than the limit. */
  get bytes(): number {
    return this.#taken + this.#reserved
  }

  /** How many responses there are, all variants of all keys. */
  get entries(): number {
    return this.#entries
  }

  /** Finds a key, which is a use of it. */
  get(key: string): FoundKey | undefined {
    const place = this.#table.get(key)
    if (place === undefined) return undefined
    this.#recency.use(place)
    const shelved = this.#shelved[place]
    if (shelved instanceof MemoryEntry) {
      if (!shelved.isWarm) this.#asked(place)
      return shelved.alone
    }
    if (shelved?.variants[0]?.isWarm === false) this.#asked(place)
    return shelved
  }

  /** The variants of a key, without using it; none where it is not there. */
  peek(key: string): Variants {
    const place = this.#table.get(key)
    return place === undefined ? [] : variantsOf(this.#shelved[place])
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
  put(key: string, variants: Variants): boolean {
    const size = variants.reduce((sum, entry) => sum + entry.size, keySize(key))
    if (size > this.#maxBytes) {
      this.delete(key)
      for (const { body } of variants) this.#bodies.release(body)
      return false
    }
    const place = this.#placeFor(key, variants)
    const [first] = variants
    this.#shelved[place] = variants.length === 1 ? first : { type: 'hit', variants }
    this.#sizes[place] = size
    this.#taken += size
    this.#entries += variants.length
    for (const { head } of variants) {
      for (const label of head.surrogateKeys) this.#labels.add(label, key)
      if (head.url !== null) this.#urls.add(head.url, key)
    }
    this.#makeRoom()
    return this.#table.get(key) !== undefined
  }

  /** Removes a key; how many variants it had. */
  delete(key: string): number {
    const place = this.#table.get(key)
    return place === undefined ? 0 : this.#remove(place)
  }

  /** The keys under which something is that a purge is about, in a list of their own. */
  keysFor(selector: PurgeSelector): readonly string[] {
    switch (selector.type) {
      case 'key':
        return this.#table.get(selector.key) === undefined ? [] : [selector.key]
      case 'surrogateKey':
        return this.#labels.keysOf(selector.surrogateKey)
      case 'url':
        return this.#urls.keysOf(selector.url)
      case 'all':
        // The least recently used first: whoever puts them back in this order leaves their order as it was.
        return this.#recency.all().map((place) => this.#keyAt(place))
    }
  }

  /** How many labels and URLs something is found by. */
  get names(): number {
    return this.#labels.size + this.#urls.size
  }

  /** Removes all keys; how many variants there were. What is reserved stays reserved. */
  removeAll(): number {
    const removed = this.#entries
    this.#bodies.releaseAll(this.#shelved.flatMap((shelved) => variantsOf(shelved).map(({ body }) => body)))
    this.#labels.clear()
    this.#urls.clear()
    this.#table.clear()
    this.#recency.clear()
    this.#keys = ['']
    this.#shelved = [undefined]
    this.#sizes = [0]
    this.#taken = 0
    this.#entries = 0
    return removed
  }

  /** Holds nothing any more. */
  clear(): void {
    this.removeAll()
    this.#reserved = 0
  }

  /** The place of a key, the newest now; what was there has made room for these variants. */
  #placeFor(key: string, variants: Variants): number {
    const known = this.#table.get(key)
    if (known !== undefined) {
      this.#vacate(known, variants)
      this.#recency.use(known)
      return known
    }
    const place = this.#recency.add()
    this.#table.set(key, place)
    this.#keys[place] = key
    return place
  }

  #remove(place: number): number {
    const removed = this.#vacate(place, [])
    this.#table.delete(this.#keyAt(place))
    this.#keys[place] = ''
    this.#recency.remove(place)
    return removed
  }

  /** Takes away what is at a place; how many there were. Bodies go that have no part in what will be there. */
  #vacate(place: number, successors: Variants): number {
    const variants = variantsOf(this.#shelved[place])
    const key = this.#keyAt(place)
    const kept = successors.length === 0 ? noBodies : new Set(successors.map(({ body }) => body))
    for (const { head, body } of variants) {
      for (const label of head.surrogateKeys) this.#labels.remove(label, key)
      if (head.url !== null) this.#urls.remove(head.url, key)
      if (!kept.has(body)) this.#bodies.release(body)
    }
    this.#shelved[place] = undefined
    this.#taken -= this.#sizes[place] ?? 0
    this.#entries -= variants.length
    return variants.length
  }

  #keyAt(place: number): string {
    return this.#keys[place] ?? ''
  }

  #asked(place: number): void {
    if (!this.#warm.isAskedAgain(place)) return
    for (const entry of variantsOf(this.#shelved[this.#warm.add(place)])) entry.cool()
    for (const entry of variantsOf(this.#shelved[place])) entry.warm()
  }

  #makeRoom(): void {
    while (this.bytes > this.#maxBytes) {
      const { oldest } = this.#recency
      if (oldest === undefined) return
      this.#remove(oldest)
    }
  }
}
