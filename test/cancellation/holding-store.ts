import {
  memoryStore,
  type Body,
  type LookupResult,
  type MaybePromise,
  type Store,
  type StoredEntry,
  type StoreWriter,
} from '@cachechart/core'

/** What can be held back; `read` is the next piece of a stored body. */
export type HeldOperation = 'get' | 'read' | 'commit' | 'freshen'

/** The size of the pieces in which stored bodies come, in bytes. */
const pieceSize = 6

/** A memory store whose answers a test holds back, by what was asked. Stored bodies come piece by piece, as from a file. */
export class HoldingStore implements Store {
  readonly #inner = memoryStore()
  readonly #held = new Map<HeldOperation, (() => void)[]>()

  /** How many responses are stored. */
  get entries(): number {
    return this.#inner.entries
  }

  /** From here on this is not answered. */
  hold(operation: HeldOperation): void {
    this.#held.set(operation, [])
  }

  /** How many wait for this answer. */
  waiting(operation: HeldOperation): number {
    return this.#held.get(operation)?.length ?? 0
  }

  /** Answers the one that has waited for the longest; the others go on waiting. */
  releaseOne(operation: HeldOperation): void {
    this.#held.get(operation)?.shift()?.()
  }

  /** Answers all of these, and whatever comes later. */
  release(...operations: readonly HeldOperation[]): void {
    for (const operation of operations) {
      const held = this.#held.get(operation) ?? []
      this.#held.delete(operation)
      for (const answer of held) answer()
    }
  }

  get(key: string): MaybePromise<LookupResult> {
    return this.#answer('get', () => {
      const result = this.#inner.get(key)
      if (result.type !== 'hit') return result
      return { type: 'hit', variants: result.variants.map((entry) => new PieceEntry(entry, this.#read)) }
    })
  }

  put(...[key, response]: Parameters<Store['put']>): StoreWriter {
    const writer = this.#inner.put(key, response)
    return {
      write: (chunk) => writer.write(chunk),
      commit: () => this.#answer('commit', () => writer.commit()),
      abort: () => {
        writer.abort()
      },
    }
  }

  freshen(...[key, entry, response]: Parameters<Store['freshen']>): MaybePromise<'freshened' | 'gone'> {
    const inner = entry instanceof PieceEntry ? entry.inner : entry
    return this.#answer('freshen', () => this.#inner.freshen(key, inner, response))
  }

  delete(key: string): number {
    return this.#inner.delete(key)
  }

  purge(...[selector, change]: Parameters<Store['purge']>): number {
    return this.#inner.purge(selector, change)
  }

  close(): void {
    this.#inner.close()
  }

  readonly #read = (piece: Uint8Array): MaybePromise<Uint8Array> => this.#answer('read', () => piece)

  #answer<Answer>(operation: HeldOperation, work: () => Answer): MaybePromise<Answer> {
    const held = this.#held.get(operation)
    if (held === undefined) return work()
    return new Promise((resolve) => {
      held.push(() => {
        resolve(work())
      })
    })
  }
}

type Read = (piece: Uint8Array) => MaybePromise<Uint8Array>

class PieceEntry implements StoredEntry {
  readonly inner: StoredEntry
  readonly #read: Read

  constructor(inner: StoredEntry, read: Read) {
    this.inner = inner
    this.#read = read
  }

  get response(): StoredEntry['response'] {
    return this.inner.response
  }

  countUse(): number {
    return this.inner.countUse()
  }

  async open(): Promise<Body | undefined> {
    const body = await this.inner.open()
    return body && inPieces(body, this.#read)
  }
}

function inPieces(body: Body, read: Read): Body {
  return {
    bytes: undefined,
    length: body.length,
    cancel: () => {
      body.cancel()
    },
    async *[Symbol.asyncIterator]() {
      for await (const chunk of body) {
        for (let start = 0; start < chunk.length; start += pieceSize)
          yield await read(chunk.subarray(start, start + pieceSize))
      }
    },
  }
}
