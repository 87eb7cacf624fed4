import { MisuseError } from './driver-errors.ts'
import { endOfBody, type Delivery, type DeliveryListener, type Waiting } from './delivery.ts'

/** The client's end of a relay: a queue of chunks between the pump and one reader. */
export class RelayReader implements Delivery, AsyncIterator<Uint8Array> {
  readonly bytes = undefined
  readonly length: number | undefined
  readonly #listener: DeliveryListener
  #queue: Uint8Array[] = []
  #buffered = 0
  #taken = 0
  #waiting: Waiting | undefined
  #drained: (() => void) | undefined
  #state: 'open' | 'ended' | 'closed' = 'open'
  #error: { readonly cause: unknown } | undefined

  constructor(length: number | undefined, listener: DeliveryListener) {
    this.length = length
    this.#listener = listener
  }

  get buffered(): number {
    return this.#buffered
  }

  get taken(): number {
    return this.#taken
  }

  get waitsFor(): 'client' | 'origin' {
    return this.#buffered > 0 ? 'client' : 'origin'
  }

  push(chunk: Uint8Array): void {
    if (this.#state !== 'open' || chunk.length === 0) return
    if (this.#waiting !== undefined) {
      const { resolve } = this.#waiting
      this.#waiting = undefined
      this.#taken += 1
      resolve({ done: false, value: chunk })
      return
    }
    this.#queue.push(chunk)
    this.#buffered += chunk.length
  }

  /** No more will come: all that is left lies ready, so that nothing is owed any more. */
  end(): void {
    if (this.#state !== 'open') return
    this.#state = 'ended'
    this.#listener.done()
    if (this.#waiting !== undefined) this.#finish(this.#waiting)
  }

  /** No more will come, and what came is not all. The reader still gets what lies ready, then the error. */
  fail(error: unknown): void {
    if (this.#state !== 'open') return
    this.#state = 'ended'
    this.#error = { cause: error }
    this.#listener.failed(error)
    if (this.#waiting !== undefined) this.#finish(this.#waiting)
  }

  abort(error: unknown): void {
    if (this.#state !== 'open') return
    this.#error = { cause: error }
    this.#close()
    this.#waiting?.reject(error)
    this.#waiting = undefined
  }

  cancel(): void {
    const wasOpen = this.#state === 'open'
    this.#close()
    this.#waiting?.resolve(endOfBody)
    this.#waiting = undefined
    if (wasOpen) this.#listener.left()
  }

  /** Resolves when the reader has taken what lay ready, or will take nothing more. */
  drained(): Promise<void> {
    if (this.#buffered === 0 || this.#state === 'closed') return Promise.resolve()
    return new Promise((resolve) => {
      this.#drained = resolve
    })
  }

  next(): Promise<IteratorResult<Uint8Array>> {
    const chunk = this.#queue.shift()
    if (chunk !== undefined) {
      this.#buffered -= chunk.length
      this.#taken += 1
      if (this.#buffered === 0) this.#tellDrained()
      return Promise.resolve({ done: false, value: chunk })
    }
    // The one who asked first would never be answered.
    if (this.#waiting !== undefined)
      return Promise.reject(new MisuseError('a body has one reader, who asks once'))
    return new Promise((resolve, reject) => {
      if (this.#state === 'open') this.#waiting = { resolve, reject }
      else this.#finish({ resolve, reject })
    })
  }

  return(): Promise<IteratorResult<Uint8Array>> {
    this.cancel()
    return Promise.resolve(endOfBody)
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this
  }

  #finish(waiting: Waiting): void {
    this.#waiting = undefined
    this.#close()
    if (this.#error === undefined) waiting.resolve(endOfBody)
    else waiting.reject(this.#error.cause)
  }

  #close(): void {
    this.#state = 'closed'
    this.#queue = []
    this.#buffered = 0
    this.#tellDrained()
  }

  #tellDrained(): void {
    const drained = this.#drained
    this.#drained = undefined
    drained?.()
  }
}
