/** A body that a test sends piece by piece. It has one reader. */
export interface FakeBody extends AsyncIterable<Uint8Array> {
  /** Sends a chunk; a string is sent as UTF-8. */
  push(chunk: Uint8Array | string): void
  /** The body is complete. */
  end(): void
  /** The body breaks off: its reader gets the error after the chunks that were sent before. */
  fail(error: unknown): void
  /** `open` until it was ended, failed, or given up by its reader (`cancelled`). */
  readonly state: 'open' | 'ended' | 'failed' | 'cancelled'
  /** How many chunks were sent that the reader has not asked for: backpressure shows here. */
  readonly unread: number
}

/**
 * A body under a test's control.
 * @example
 * const body = fakeBody()
 * body.push('to be ')
 * body.push('continued')
 * body.end()
 * const sizes: number[] = []
 * for await (const chunk of body) sizes.push(chunk.length)
 * console.log(sizes, body.state) // [6, 9], 'ended'
 */
export function fakeBody(): FakeBody {
  return new ControlledBody()
}

class ControlledBody implements FakeBody, AsyncIterator<Uint8Array> {
  state: FakeBody['state'] = 'open'
  readonly #chunks: Uint8Array[] = []
  #error: unknown
  #wake: (() => void) | undefined

  get unread(): number {
    return this.#chunks.length
  }

  push(chunk: Uint8Array | string): void {
    if (this.state !== 'open') return
    this.#chunks.push(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk)
    this.#wake?.()
  }

  end(): void {
    this.#settle('ended')
  }

  fail(error: unknown): void {
    if (this.state === 'open') this.#error = error
    this.#settle('failed')
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    while (this.#chunks.length === 0 && this.state === 'open') {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    const value = this.#chunks.shift()
    if (value !== undefined) return { done: false, value }
    if (this.state === 'failed') throw this.#error
    return { done: true, value: undefined }
  }

  return(): Promise<IteratorResult<Uint8Array>> {
    this.#chunks.length = 0
    this.#settle('cancelled')
    return Promise.resolve({ done: true, value: undefined })
  }

  #settle(state: FakeBody['state']): void {
    if (this.state !== 'open') return
    this.state = state
    this.#wake?.()
  }
}
