import { setImmediate } from 'node:timers/promises'
import type { Body } from '@cachechart/core'
import { chunkBytes } from './schema.ts'

/** What a body is read from. */
export interface BodySource {
  readonly place: { readonly length: number }
  readonly first: Uint8Array
  /** @throws StoreError */
  chunk(number: number): Uint8Array
  /** Nothing more is read. */
  end(): void
}

/** After so many chunks other work has its turn, as each is read in the foreground. */
const chunksAtATime = 4

/**
 * A body of several chunks, one of which is in memory at a time. Each is read by itself: no reader keeps the log from being
 * emptied.
 */
export class StreamedBody implements Body {
  readonly bytes = undefined
  readonly length: number
  readonly #source: BodySource
  #state: 'open' | 'cancelled' = 'open'

  constructor(source: BodySource) {
    this.length = source.place.length
    this.#source = source
  }

  cancel(): void {
    this.#state = 'cancelled'
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    const source = this.#source
    const count = Math.ceil(this.length / chunkBytes)
    try {
      for (let number = 0; number < count && this.#state === 'open'; number += 1) {
        yield number === 0 ? source.first : source.chunk(number)
        if (number % chunksAtATime === 0) await setImmediate()
      }
    } finally {
      this.#state = 'cancelled'
      source.end()
    }
  }
}
