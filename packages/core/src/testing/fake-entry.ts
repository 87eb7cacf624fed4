import type { StoredResponse } from '../http/stored-response.ts'
import type { Body, MaybePromise } from '../ports/body.ts'
import type { StoredEntry } from '../ports/store.ts'
import { PiecewiseBody } from './piecewise-body.ts'
import type { Gate } from './gate.ts'

/** Where a fake entry belongs. */
export interface FakeEntryPlace {
  readonly gate: Gate
  readonly key: string
  /** The size of the pieces in which its body comes, in bytes; `undefined`: as the store has it. */
  readonly chunkBytes: number | undefined
}

/** An entry of the wrapped store whose body is opened through the gate. */
export class FakeEntry implements StoredEntry {
  readonly inner: StoredEntry
  readonly #place: FakeEntryPlace

  constructor(inner: StoredEntry, place: FakeEntryPlace) {
    this.inner = inner
    this.#place = place
  }

  get response(): StoredResponse {
    return this.inner.response
  }

  open(): MaybePromise<Body | undefined> {
    const { gate, key } = this.#place
    return gate.pass({ operation: 'open', key }, () => {
      const body = this.inner.open()
      return body instanceof Promise ? body.then((opened) => this.#wrap(opened)) : this.#wrap(body)
    })
  }

  countUse(): number {
    return this.inner.countUse()
  }

  #wrap(body: Body | undefined): Body | undefined {
    const { gate, key, chunkBytes } = this.#place
    if (body === undefined || chunkBytes === undefined) return body
    const read = (piece: Uint8Array) => gate.pass({ operation: 'read', key }, () => piece)
    return new PiecewiseBody(body, { chunkBytes, read })
  }
}
