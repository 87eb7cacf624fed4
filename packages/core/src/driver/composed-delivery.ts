import type { Body } from '../ports/body.ts'
import type { Delivery, DeliveryListener } from './delivery.ts'
import { StoredDelivery } from './stored-delivery.ts'

/** For a relay's reader within another body: what becomes of it shows in the delivery of the whole. */
export const unheard: DeliveryListener = { done() {}, failed() {}, left() {} }

/**
 * A body that is made of others, on its way to the client: cut from one, or put together. It is done when the client has
 * read all of it: that the origin has sent its part does not end it.
 */
export class ComposedDelivery implements Delivery {
  readonly bytes = undefined
  readonly #body: Body
  readonly #sender: () => Delivery['waitsFor']
  readonly #delivery: StoredDelivery

  /** @param sender who has to move when the client waits */
  constructor(body: Body, sender: () => Delivery['waitsFor'], listener: DeliveryListener) {
    this.#body = body
    this.#sender = sender
    this.#delivery = new StoredDelivery(body, listener)
  }

  get length(): number | undefined {
    return this.#body.length
  }

  get taken(): number {
    return this.#delivery.taken
  }

  get waitsFor(): Delivery['waitsFor'] {
    return this.#delivery.waitsFor === 'client' ? 'client' : this.#sender()
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
