import type { Delivery, DeliveryListener } from './delivery.ts'
import type { SplicedBody } from './spliced-body.ts'
import { StoredDelivery } from './stored-delivery.ts'

/** For the relay's reader within a splice: what becomes of it shows in the delivery of the whole. */
export const unheard: DeliveryListener = { done() {}, failed() {}, left() {} }

/**
 * A spliced body on its way to the client. It is done when the client has read all of it: that the origin has sent its
 * part does not end it.
 */
export class SplicedDelivery implements Delivery {
  readonly bytes = undefined
  readonly #body: SplicedBody
  readonly #delivery: StoredDelivery

  constructor(body: SplicedBody, listener: DeliveryListener) {
    this.#body = body
    this.#delivery = new StoredDelivery(body, listener)
  }

  get length(): number | undefined {
    return this.#body.length
  }

  get taken(): number {
    return this.#delivery.taken
  }

  get waitsFor(): 'client' | 'origin' | 'store' {
    return this.#delivery.waitsFor === 'client' ? 'client' : this.#body.sender
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
