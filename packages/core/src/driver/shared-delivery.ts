import type { Body } from '../ports/body.ts'
import type { Delivery, DeliveryListener } from './delivery.ts'
import type { RelayReader } from './relay-reader.ts'
import { StoredDelivery } from './stored-delivery.ts'

/** A piece of the body of another transaction's reply, on its way to the client. */
export class SharedDelivery implements Delivery {
  readonly bytes = undefined
  readonly length: number | undefined
  readonly #reader: RelayReader
  readonly #delivery: StoredDelivery

  /** @param body what of the reader's bytes is meant */
  constructor(body: Body, reader: RelayReader, listener: DeliveryListener) {
    this.length = body.length
    this.#reader = reader
    this.#delivery = new StoredDelivery(body, listener)
  }

  get taken(): number {
    return this.#delivery.taken
  }

  get waitsFor(): 'client' | 'origin' | 'store' {
    return this.#delivery.waitsFor === 'client' ? 'client' : this.#reader.waitsFor
  }

  cancel(): void {
    this.#delivery.cancel()
  }

  abort(error: unknown): void {
    this.#delivery.abort(error)
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#delivery
  }
}
