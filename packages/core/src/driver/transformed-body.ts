import { BackendError } from '../ports/port-errors.ts'
import { HookError } from './hook-error.ts'

/** Makes a body of another, piece by piece. */
export type BodyTransform = (body: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>

/** The body to be transformed: it remembers how it failed, and can be given up by whoever has the result. */
class Source implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array> {
  readonly #iterator: AsyncIterator<Uint8Array>
  readonly #expected: number | undefined
  #received = 0
  #failure: { readonly error: unknown } | undefined
  #state: 'open' | 'over' = 'open'

  constructor(body: AsyncIterable<Uint8Array>, expected: number | undefined) {
    this.#iterator = body[Symbol.asyncIterator]()
    this.#expected = expected
  }

  /** Whether this is the error with which it broke off: no fault of the transform. */
  hasThrown(error: unknown): boolean {
    return this.#failure !== undefined && this.#failure.error === error
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    if (this.#state === 'over') return { done: true, value: undefined }
    try {
      const result = await this.#iterator.next()
      if (result.done === true) this.#state = 'over'
      else this.#received += result.value.length
      this.#check(result)
      return result
    } catch (error) {
      this.#state = 'over'
      this.#failure = { error }
      throw error
    }
  }

  /** After the transform nobody could tell any more that the origin's body is not what was announced. RFC 9112 §8 */
  #check({ done }: IteratorResult<Uint8Array>): void {
    const expected = this.#expected
    if (expected === undefined || this.#received === expected) return
    if (done !== true && this.#received < expected) return
    const seen = `the body has ${this.#received} bytes; its Content-Length announced ${expected}`
    throw new BackendError('ERR_BACKEND_SHORT_BODY', seen)
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    if (this.#state === 'open') {
      this.#state = 'over'
      await this.#iterator.return?.()
    }
    return { done: true, value: undefined }
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this
  }
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

const broken = (cause: unknown): HookError => new HookError('ERR_HOOK_BODY', 'the body transform', cause)

/**
 * A body as the transform makes it, while the other arrives: at the pace of its reader, and given up with it. What the
 * transform throws is a `HookError`; what the body itself breaks off with stays what it is.
 *
 * @param expected the length that was announced for the body, in bytes
 */
export async function* transformedBody(
  body: AsyncIterable<Uint8Array> | Uint8Array,
  transform: BodyTransform,
  expected?: number,
): AsyncGenerator<Uint8Array> {
  const source = new Source(body instanceof Uint8Array ? oneChunk(body) : body, expected)
  try {
    for await (const chunk of transform(source)) {
      if (!(chunk instanceof Uint8Array))
        throw broken(new TypeError(`a chunk is a Uint8Array; seen: ${typeof chunk}`))
      // An empty one says nothing.
      if (chunk.length > 0) yield chunk
    }
  } catch (error) {
    throw error instanceof HookError || source.hasThrown(error) ? error : broken(error)
  } finally {
    await source.return()
  }
}
