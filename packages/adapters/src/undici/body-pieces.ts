import type { Body } from '@cachechart/core'

/** As large as the pieces in which bodies come from a socket: whoever wants to wait can do so in between. */
const pieceSize = 64 * 1024

const endOfBody = 'end'
const notYet = 'later'

/**
 * A body, piece by piece. Each piece is a copy: handlers may do with it what they like, and the cache keeps its own.
 */
export class BodyPieces {
  readonly #body: Body
  readonly #onArrival: () => void
  #offset = 0
  #iterator: AsyncIterator<Uint8Array> | undefined
  #isAsked = false
  #arrived: IteratorResult<Uint8Array> | undefined
  #failure: { readonly error: unknown } | undefined

  /** @param onArrival called when there is something to take, after `later` */
  constructor(body: Body, onArrival: () => void) {
    this.#body = body
    this.#onArrival = onArrival
  }

  /** The next piece, if it is there. @throws the error with which the body broke off */
  take(): Buffer | typeof endOfBody | typeof notYet {
    const { bytes } = this.#body
    if (bytes !== undefined) return this.#cut(bytes)
    if (this.#failure !== undefined) throw this.#failure.error
    const arrived = this.#arrived
    if (arrived?.done === true) return endOfBody
    this.#arrived = undefined
    if (arrived !== undefined && arrived.value.length > 0) return Buffer.from(arrived.value)
    this.#ask()
    return notYet
  }

  /** Nobody wants the rest. */
  cancel(): void {
    this.#body.cancel()
  }

  #cut(bytes: Uint8Array): Buffer | typeof endOfBody {
    const start = this.#offset
    if (start >= bytes.length) return endOfBody
    this.#offset = start + pieceSize
    return Buffer.from(bytes.length <= pieceSize ? bytes : bytes.subarray(start, this.#offset))
  }

  #ask(): void {
    if (this.#isAsked) return
    this.#isAsked = true
    this.#iterator ??= this.#body[Symbol.asyncIterator]()
    this.#iterator.next().then(
      (result) => {
        this.#arrived = result
        this.#arrive()
      },
      (error: unknown) => {
        this.#failure = { error }
        this.#arrive()
      },
    )
  }

  #arrive(): void {
    this.#isAsked = false
    this.#onArrival()
  }
}
