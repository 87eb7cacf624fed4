import { toFetchFailure } from './fetch-failure.ts'

/** The body of a response, as a backend hands it over: one reader, and errors that are a port's. */
export class ReplyBody implements AsyncIterableIterator<Uint8Array> {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #signal: AbortSignal
  #peeked: ReturnType<ReadableStreamDefaultReader<Uint8Array>['read']> | undefined

  constructor(stream: ReadableStream<Uint8Array>, signal: AbortSignal) {
    this.#reader = stream.getReader()
    this.#signal = signal
  }

  /** The first piece, which will be read all the same; `undefined` where the body is empty. */
  async peek(): Promise<Uint8Array | undefined> {
    this.#peeked ??= this.#reader.read()
    try {
      return (await this.#peeked).value
    } catch (error) {
      throw toFetchFailure(error, this.#signal)
    }
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    const reading = this.#peeked ?? this.#reader.read()
    this.#peeked = undefined
    try {
      const { done, value } = await reading
      return done ? { done, value: undefined } : { done, value }
    } catch (error) {
      throw toFetchFailure(error, this.#signal)
    }
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    await this.#reader.cancel().catch(() => undefined) // it broke by itself: nothing is left to stop
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}
