import { StoreError, type Body } from '@cachechart/core'

/** A body that is at hand. */
export function wholeBody(bytes: Uint8Array): Body {
  return {
    bytes,
    length: bytes.length,
    cancel: () => {},
    async *[Symbol.asyncIterator]() {
      yield bytes
    },
  }
}

/** A piece of a body; `undefined` where it is missing, or not what was written. */
type PieceReader = (index: number) => Promise<Uint8Array | undefined>

/** What is known of a body that comes in pieces. */
export interface PiecewiseBody {
  readonly length: number
  readonly pieces: number
  readonly first: Uint8Array
  readonly read: PieceReader
}

/** A body that is read while it is sent: one piece is there, and the next is on its way. */
export class StreamedBody implements Body {
  readonly bytes = undefined
  readonly length: number
  readonly #body: PiecewiseBody
  #state: 'open' | 'given up' = 'open'

  constructor(body: PiecewiseBody) {
    this.length = body.length
    this.#body = body
  }

  cancel(): void {
    this.#state = 'given up'
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    const { pieces, first, read } = this.#body
    let piece: Uint8Array | undefined = first
    for (let index = 1; this.#state === 'open'; index += 1) {
      if (piece === undefined) throw lost(index)
      const next = index < pieces ? read(index) : undefined
      // Its failure is told when it is its turn; a reader that leaves is not told.
      next?.catch(() => {})
      yield piece
      if (next === undefined) return
      // oxlint-disable-next-line no-await-in-loop -- the pieces are read in order, one ahead
      piece = await next
    }
  }
}

function lost(index: number): StoreError {
  const message = `piece ${index - 1} of a body is missing in Redis, or damaged: it was removed, or has run out, while it was read`
  return new StoreError('ERR_STORE_FAILED', message)
}
