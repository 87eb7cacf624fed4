import type { Body } from '../ports/body.ts'
import { endOfBody, type Delivery, type DeliveryListener } from './delivery.ts'

/** A stored body that its store sends piece by piece, on its way to the client. */
export class StoredDelivery implements Delivery, AsyncIterator<Uint8Array> {
  readonly bytes = undefined
  readonly length: number | undefined
  readonly #source: Body
  readonly #listener: DeliveryListener
  #iterator: AsyncIterator<Uint8Array> | undefined
  #taken = 0
  #asking = 0
  #state: 'open' | 'closed' = 'open'
  #error: { readonly cause: unknown } | undefined
  #interrupt: ((error: unknown) => void) | undefined

  constructor(source: Body, listener: DeliveryListener) {
    this.length = source.length
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
    this.#iterator ??= this.#source[Symbol.asyncIterator]()
    const asked = this.#iterator.next()
    this.#asking += 1
    return new Promise((resolve, reject) => {
      this.#interrupt = reject
      asked.then(
        (result) => {
          resolve(this.#took(result))
        },
        (error: unknown) => {
          this.#broke(error)
          reject(error)
        },
      )
    })
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
    this.#source.cancel()
    this.#listener.left()
  }

  abort(error: unknown): void {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    this.#error = { cause: error }
    this.#source.cancel()
    this.#interrupt?.(error)
  }

  #took(result: IteratorResult<Uint8Array>): IteratorResult<Uint8Array> {
    this.#asking -= 1
    if (this.#state === 'closed') return endOfBody
    if (result.done === true) {
      this.#state = 'closed'
      this.#listener.done()
    } else {
      this.#taken += 1
    }
    return result
  }

  #broke(error: unknown): void {
    this.#asking -= 1
    if (this.#state === 'closed') return
    this.#state = 'closed'
    this.#error = { cause: error }
    this.#listener.failed(error)
  }
}
