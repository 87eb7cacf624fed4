import { StoreError, type Body, type Clock, type Millis } from '@cachechart/core'
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

/** What bodies need of their store. */
export interface BodyHost {
  readonly clock: Clock
  /** A body is not there, or not as long as it should be: its entry was removed meanwhile, or should be. */
  whenLost(place: BodyPlace): void
}

/** Opens bodies, and knows which are being read here. */
export class StoredBodies {
  readonly #tables: Tables
  readonly #host: BodyHost
  /** When a chunk of a body was last read. */
  readonly #readers = new Map<number, Millis>()
  #state: 'open' | 'closed' = 'open'

  constructor(tables: Tables, host: BodyHost) {
    this.#tables = tables
    this.#host = host
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
    this.#readers.set(place.body, this.#host.clock.now())
    const bytes = this.#read(place, number)
    if (bytes !== undefined) return bytes
    throw new StoreError(
      'ERR_STORE_FAILED',
      'the stored body was removed, or damaged, while it was being read',
    )
  }

  #leave({ body }: BodyPlace): void {
    this.#readers.delete(body)
  }

  #read(place: BodyPlace, number: number): Uint8Array | undefined {
    const { body, length } = place
    if (this.#state === 'closed') throw new StoreError('ERR_STORE_CLOSED', 'the SQLite store was closed')
    try {
      const [bytes] = this.#tables.body.chunk.first(body, number) ?? []
      if (bytes?.length === Math.min(chunkBytes, length - number * chunkBytes)) return bytes
      this.#host.whenLost(place)
      return undefined
    } catch (error) {
      throw thrownFor(error)
    }
  }
}
