/**
 * A request body on its way into undici, which reads it with a loop that only the next chunk can end. `stop` ends that
 * loop at once, so that a client that is slow to send, or has left, holds nothing. It is not a stream on purpose:
 * undici would destroy it, and with it the client's connection, on which the answer is still to be written.
 */
export class SendingBody implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #source: AsyncIterable<Uint8Array>
  #iterator: AsyncIterator<Uint8Array> | undefined
  #state: 'open' | 'stopped' = 'open'
  #release: (() => void) | undefined
  #failure: { readonly error: unknown } | undefined

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source
  }

  /** Whether this is the error with which the source itself broke off. */
  failedWith(error: unknown): boolean {
    return this.#failure?.error === error
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#state === 'stopped') return Promise.resolve(endOfBody)
    return new Promise((resolve, reject) => {
      this.#release = () => {
        resolve(endOfBody)
      }
      this.#iterator ??= this.#source[Symbol.asyncIterator]() // not before there is a connection to send it on
      this.#iterator.next().then(
        ({ done, value }) => {
          resolve(done === true ? endOfBody : { done: false, value })
        },
        (error: unknown) => {
          this.#failure = { error }
          reject(error)
        },
      )
    })
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    this.stop()
    return Promise.resolve(endOfBody)
  }

  /** Nothing more of the body is wanted. Safe at any time. */
  stop(): void {
    if (this.#state === 'stopped') return
    this.#state = 'stopped'
    this.#release?.()
    // A source that fails while it is told to stop has nothing left to say: its request is already settled.
    this.#iterator?.return?.().catch(() => undefined)
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}

const endOfBody: IteratorReturnResult<undefined> = { done: true, value: undefined }
