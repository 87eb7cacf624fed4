/** Where the chunks come from: it can be asked to wait, to go on, and told that nobody reads any more. */
export interface ChunkSource {
  pause(): void
  resume(): void
  /** The reader left before the end. */
  abandon(): void
}

interface Waiting {
  readonly resolve: (result: IteratorResult<Uint8Array, undefined>) => void
  readonly reject: (error: unknown) => void
}

const endOfChunks: IteratorReturnResult<undefined> = { done: true, value: undefined }

/**
 * The bridge from a source that pushes to a reader that pulls. When `limit` bytes lie ready the source is asked to
 * wait; when half of them are taken it is asked to go on. The reader gets what came before a failure, then the failure.
 */
export class ChunkQueue implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #source: ChunkSource
  readonly #limit: number
  #chunks: Uint8Array[] = []
  #size = 0
  #flow: 'flowing' | 'paused' = 'flowing'
  #state: 'open' | 'ended' | 'failed' | 'closed' = 'open'
  #failure: unknown
  #waiting: Waiting | undefined

  /** @param limit in bytes */
  constructor(source: ChunkSource, limit = 64 * 1024) {
    this.#source = source
    this.#limit = limit
  }

  push(chunk: Uint8Array): void {
    if (this.#state !== 'open' || chunk.length === 0) return
    if (this.#waiting !== undefined) {
      this.#take()?.resolve({ done: false, value: chunk })
      return
    }
    this.#chunks.push(chunk)
    this.#size += chunk.length
    if (this.#size < this.#limit || this.#flow === 'paused') return
    this.#flow = 'paused'
    this.#source.pause()
  }

  /** All chunks have been pushed. */
  end(): void {
    if (this.#state !== 'open') return
    this.#state = 'ended'
    this.#take()?.resolve(endOfChunks)
  }

  /** No more chunks will come, and those that came are not all. */
  fail(error: unknown): void {
    if (this.#state !== 'open') return
    this.#state = 'failed'
    this.#failure = error
    const waiting = this.#take()
    if (waiting === undefined) return
    this.#state = 'closed'
    waiting.reject(error)
  }

  /** Everything as one chunk, when everything is there and nothing of it was read. The queue is then empty. */
  takeWhole(): Uint8Array | undefined {
    if (this.#state !== 'ended') return undefined
    this.#state = 'closed'
    const [only, ...others] = this.#chunks.splice(0)
    if (only === undefined) return new Uint8Array(0)
    return others.length === 0 ? only : Buffer.concat([only, ...others])
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const chunk = this.#chunks.shift()
    if (chunk !== undefined) {
      this.#size -= chunk.length
      if (this.#flow === 'paused' && this.#size <= this.#limit / 2) {
        this.#flow = 'flowing'
        this.#source.resume()
      }
      return Promise.resolve({ done: false, value: chunk })
    }
    if (this.#state === 'failed') {
      this.#state = 'closed'
      return Promise.reject(this.#failure)
    }
    if (this.#state !== 'open') return Promise.resolve(endOfChunks)
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
    })
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    const before = this.#state
    this.#state = 'closed'
    this.#chunks = []
    this.#size = 0
    this.#take()?.resolve(endOfChunks)
    if (before === 'open') this.#source.abandon()
    return Promise.resolve(endOfChunks)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  #take(): Waiting | undefined {
    const waiting = this.#waiting
    this.#waiting = undefined
    return waiting
  }
}
