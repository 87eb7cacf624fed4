import { StoreError, type Body, type Clock, type Millis } from '@cachechart/core'
import type { HeadReader } from './head-reader.ts'
import { chunkBytes } from './schema.ts'
import { thrownFor } from './storage-failure.ts'
import { StreamedBody } from './streamed-body.ts'
import type { Tables } from './tables.ts'
import { WholeBody } from './whole-body.ts'

/** Where a body lies. */
export interface BodyPlace {
  /** The text of the key of its entry. */
  readonly key: string
  readonly body: number
  /** In bytes. */
  readonly length: number
}

const nothing = new Uint8Array(0)

/** Opens bodies, and knows which are being read here. */
export class StoredBodies {
  readonly #tables: Tables
  readonly #clock: Clock
  readonly #heads: HeadReader
  /** When a chunk of a body was last read. */
  readonly #readers = new Map<number, Millis>()
  #state: 'open' | 'closed' = 'open'

  constructor(tables: Tables, { clock, heads }: { readonly clock: Clock; readonly heads: HeadReader }) {
    this.#tables = tables
    this.#clock = clock
    this.#heads = heads
  }

  /** `undefined`: it was removed, or is not what it should be. A body of one chunk comes whole. */
  open(place: BodyPlace): Body | undefined {
    if (place.length === 0) return new WholeBody(nothing)
    const first = this.#read(place, 0)
    if (first === undefined) return undefined
    return place.length <= chunkBytes
      ? new WholeBody(first)
      : new StreamedBody({
          place,
          first,
          chunk: (number) => this.#next(place, number),
          end: () => this.#leave(place),
        })
  }

  /** When somebody here has last read of the body; `undefined` where nobody does. */
  readAt(body: number): Millis | undefined {
    return this.#readers.get(body)
  }

  close(): void {
    this.#state = 'closed'
  }

  #next(place: BodyPlace, number: number): Uint8Array {
    this.#readers.set(place.body, this.#clock.now())
    const bytes = this.#read(place, number)
    if (bytes !== undefined) return bytes
    throw new StoreError('ERR_STORE_FAILED', 'the stored body was removed while it was being read')
  }

  #leave({ body }: BodyPlace): void {
    this.#readers.delete(body)
  }

  #read({ key, body, length }: BodyPlace, number: number): Uint8Array | undefined {
    if (this.#state === 'closed') throw new StoreError('ERR_STORE_CLOSED', 'the SQLite store was closed')
    try {
      const [bytes] = this.#tables.body.chunk.first(body, number) ?? []
      if (bytes === undefined || bytes.length === Math.min(chunkBytes, length - number * chunkBytes))
        return bytes
      this.#heads.reject(key, 'its body is not as long as it should be')
      return undefined
    } catch (error) {
      throw thrownFor(error)
    }
  }
}
