/** A body whose reader can be told of a failure at any time, whatever its source is doing. It has one reader. */
export class InterruptibleBody implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array> {
  readonly #source: AsyncIterator<Uint8Array>
  readonly #onEnd: (outcome: 'ended' | 'failed') => void
  #failure: { readonly error: unknown } | undefined
  #reject: ((error: unknown) => void) | undefined

  constructor(source: AsyncIterable<Uint8Array>, onEnd: (outcome: 'ended' | 'failed') => void) {
    this.#source = source[Symbol.asyncIterator]()
    this.#onEnd = onEnd
  }

  /** Whoever reads, now or later, gets the error; the source is told to stop. */
  interrupt(error: unknown): void {
    this.#failure = { error }
    this.#reject?.(error)
    this.#source.return?.().catch(() => {
      // What the source says to being stopped interests nobody: the reader has its error.
    })
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    if (this.#failure !== undefined) throw this.#failure.error
    const interrupted = new Promise<never>((_, reject) => {
      this.#reject = reject
    })
    try {
      const result = await Promise.race([this.#source.next(), interrupted])
      if (result.done === true) this.#onEnd('ended')
      return result
    } catch (error) {
      this.#onEnd('failed')
      throw error
    }
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    this.#onEnd('ended')
    await this.#source.return?.()
    return { done: true, value: undefined }
  }
}
