import type { Body, MaybePromise } from '../ports/body.ts'

/** How the pieces of a body come. */
export interface Pieces {
  /** None is larger, in bytes. */
  readonly chunkBytes: number
  /** Each passes through here on its way to the reader. */
  readonly read: (piece: Uint8Array) => MaybePromise<Uint8Array>
}

/** A body that comes piece by piece, as from a file. */
export class PiecewiseBody implements Body {
  readonly bytes = undefined
  readonly #source: Body
  readonly #pieces: Pieces
  #state: 'open' | 'cancelled' = 'open'

  constructor(source: Body, pieces: Pieces) {
    this.#source = source
    this.#pieces = pieces
  }

  get length(): number | undefined {
    return this.#source.length
  }

  cancel(): void {
    this.#state = 'cancelled'
    this.#source.cancel()
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    const { chunkBytes, read } = this.#pieces
    for await (const chunk of this.#source) {
      for (let start = 0; start < chunk.length; start += chunkBytes) {
        const piece = await read(chunk.subarray(start, start + chunkBytes))
        if (this.#state === 'cancelled') return
        yield piece
      }
    }
  }
}
