import type { Body } from '../ports/body.ts'
import { StoreError } from '../ports/port-errors.ts'
import { endOfBody, type Delivery, type DeliveryListener, type Waiting } from './delivery.ts'

/** What is known of a stored body beside its bytes. */
export interface StoredBodyFacts {
  /** The length that the stored head announces: by it the client tells this message from the next. */
  readonly expected?: number | undefined
  /** The error for which it stands in: when it breaks off, too, the client is told of both. */
  readonly standsInFor?: unknown
}

/** A stored body that its store sends piece by piece, on its way to the client. */
export class StoredDelivery implements Delivery, AsyncIterator<Uint8Array> {
  readonly bytes = undefined
  readonly length: number | undefined
  readonly #source: Body
  readonly #listener: DeliveryListener
  #iterator: AsyncIterator<Uint8Array> | undefined
  readonly #facts: StoredBodyFacts
  #taken = 0
  #received = 0
  #asking = 0
  #state: 'open' | 'closed' = 'open'
  #error: { readonly cause: unknown } | undefined
  #waiting: Waiting | undefined

  constructor(source: Body, listener: DeliveryListener, facts: StoredBodyFacts = {}) {
    this.length = source.length
    this.#facts = facts
    this.#source = source
    this.#listener = listener
  }

  get taken(): number {
    return this.#taken
  }

  get waitsFor(): 'client' | 'store' {
    return this.#asking === 0 ? 'client' : 'store'
  }

  next(): Promise<IteratorResult<Uint8Array>> {
    if (this.#state === 'closed') {
      return this.#error === undefined ? Promise.resolve(endOfBody) : Promise.reject(this.#error.cause)
    }
    this.#asking += 1
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#ask()
        .then((result) => {
          resolve(this.#took(result))
        })
        .catch((cause: unknown) => {
          const error = this.#withFirst(cause)
          this.#broke(error)
          reject(error)
        })
    })
  }

  async #ask(): Promise<IteratorResult<Uint8Array>> {
    try {
      this.#iterator ??= this.#source[Symbol.asyncIterator]()
      return await this.#iterator.next()
    } finally {
      this.#asking -= 1
    }
  }

  return(): Promise<IteratorResult<Uint8Array>> {
    this.cancel()
    return Promise.resolve(endOfBody)
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this
  }

  cancel(): void {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    this.#waiting?.resolve(endOfBody)
    this.#source.cancel()
    this.#listener.left()
  }

  abort(cause: unknown): void {
    if (this.#state === 'closed') return
    const error = this.#withFirst(cause)
    this.#state = 'closed'
    this.#error = { cause: error }
    this.#source.cancel()
    this.#waiting?.reject(error)
  }

  #took(result: IteratorResult<Uint8Array>): IteratorResult<Uint8Array> {
    if (this.#state === 'closed') return endOfBody
    this.#received += result.done === true ? 0 : result.value.length
    this.#checkLength(result)
    if (result.done === true) {
      this.#state = 'closed'
      this.#listener.done()
    } else {
      this.#taken += 1
    }
    return result
  }

  /** A stored body that was cut short, or has grown, would run into the next message on the client's connection. */
  #checkLength({ done }: IteratorResult<Uint8Array>): void {
    const { expected } = this.#facts
    if (expected === undefined || this.#received === expected) return
    if (done !== true && this.#received < expected) return
    const seen = `the stored body has ${this.#received} bytes; its Content-Length announced ${expected}`
    throw new StoreError('ERR_STORE_FAILED', seen)
  }

  /** What went wrong first is what has to be mended. */
  #withFirst(error: unknown): unknown {
    const { standsInFor } = this.#facts
    if (standsInFor === undefined) return error
    const message = 'the origin failed, and the stored response that stood in for it broke off'
    return new AggregateError([standsInFor, error], message)
  }

  #broke(error: unknown): void {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    this.#error = { cause: error }
    this.#source.cancel()
    this.#listener.failed(error)
  }
}
