import type { Body } from '../ports/body.ts'
import { MisuseError } from './driver-errors.ts'
import { endOfBody, type Delivery, type DeliveryListener, type Waiting } from './delivery.ts'
import { StoredDelivery } from './stored-delivery.ts'

/**
 * `open`: chunks come from the relay. `behind`: they come no more; the rest will come from the store, once it has all.
 * `opening`: it has. `stored`: the rest comes from there. `ended`: all that is left lies ready. `closed`: nothing is left.
 */
type ReaderState = 'open' | 'behind' | 'opening' | 'stored' | 'ended' | 'closed'

/** A client's end of a relay: a queue of chunks between the pump and one reader. */
export class RelayReader implements Delivery, AsyncIterator<Uint8Array> {
  readonly bytes = undefined
  readonly length: number | undefined
  readonly #listener: DeliveryListener
  #queue: Uint8Array[] = []
  #buffered = 0
  #taken = 0
  #waiting: Waiting | undefined
  #drained: (() => void) | undefined
  #state: ReaderState = 'open'
  #error: { readonly cause: unknown } | undefined
  /** The rest of the body, for a reader that fell behind. */
  #rest: StoredDelivery | undefined

  constructor(length: number | undefined, listener: DeliveryListener) {
    this.length = length
    this.#listener = listener
  }

  get buffered(): number {
    return this.#buffered
  }

  get taken(): number {
    return this.#taken + (this.#rest?.taken ?? 0)
  }

  get waitsFor(): 'client' | 'origin' | 'store' {
    if (this.#rest !== undefined) return this.#rest.waitsFor
    if (this.#state === 'opening') return 'store'
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
    if (!this.#isOwed()) return
    this.#state = 'ended'
    this.#error = { cause: error }
    this.#listener.failed(error)
    if (this.#waiting !== undefined) this.#finish(this.#waiting)
  }

  /** It has left too much lying: that is let go, and whatever it has not had is to come from the store. */
  fallBehind(): void {
    if (this.#state !== 'open') return
    this.#state = 'behind'
    this.#empty()
  }

  /** The store has all of the body, and is opening it. */
  awaitStore(): void {
    if (this.#state === 'behind') this.#state = 'opening'
  }

  /** The rest of the body, from the store. It is given up where nobody waits for it any more. */
  resume(rest: Body): void {
    if (this.#state !== 'behind' && this.#state !== 'opening') {
      rest.cancel()
    } else if (rest.bytes === undefined) {
      this.#state = 'stored'
      this.#rest = new StoredDelivery(rest, this.#listener, { expected: rest.length })
      if (this.#waiting !== undefined) this.#rest.next().then(this.#waiting.resolve, this.#waiting.reject)
    } else {
      this.#state = 'open'
      this.push(rest.bytes)
      this.end()
    }
  }

  /** What lies ready is all that is left, and lies at the end of these bytes as well: they are held instead. */
  exchange(bytes: Uint8Array): void {
    if (this.#buffered > 0) this.#queue = [bytes.subarray(bytes.length - this.#buffered)]
  }

  /** Its relay does not know it any more: who waits for it to take what lies ready goes on. */
  release(): void {
    const drained = this.#drained
    this.#drained = undefined
    drained?.()
  }

  abort(error: unknown): void {
    this.#rest?.abort(error)
    if (!this.#isOwed()) return
    this.#error = { cause: error }
    this.#close()
    this.#waiting?.reject(error)
    this.#waiting = undefined
  }

  cancel(): void {
    if (this.#rest !== undefined) {
      this.#rest.cancel()
      return
    }
    const wasOwed = this.#isOwed()
    this.#close()
    this.#waiting?.resolve(endOfBody)
    this.#waiting = undefined
    if (wasOwed) this.#listener.left()
  }

  /** Resolves when the reader has taken what lay ready, or will take nothing more. */
  drained(): Promise<void> {
    if (this.#buffered === 0 || this.#state === 'closed') return Promise.resolve()
    return new Promise((resolve) => {
      this.#drained = resolve
    })
  }

  next(): Promise<IteratorResult<Uint8Array>> {
    if (this.#rest !== undefined) return this.#rest.next()
    const chunk = this.#queue.shift()
    if (chunk !== undefined) {
      this.#buffered -= chunk.length
      this.#taken += 1
      if (this.#buffered === 0) this.release()
      return Promise.resolve({ done: false, value: chunk })
    }
    // The one who asked first would never be answered.
    if (this.#waiting !== undefined)
      return Promise.reject(new MisuseError('a body has one reader, who asks once'))
    return new Promise((resolve, reject) => {
      if (this.#isOwed()) this.#waiting = { resolve, reject }
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

  /** Whether something is still to come from the relay, so that its listener has not been told of an end. */
  #isOwed(): boolean {
    return this.#state === 'open' || this.#state === 'behind' || this.#state === 'opening'
  }

  #finish(waiting: Waiting): void {
    this.#waiting = undefined
    this.#close()
    if (this.#error === undefined) waiting.resolve(endOfBody)
    else waiting.reject(this.#error.cause)
  }

  #close(): void {
    this.#state = 'closed'
    this.#empty()
  }

  #empty(): void {
    this.#queue = []
    this.#buffered = 0
    this.release()
  }
}
