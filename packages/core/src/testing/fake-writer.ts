import type { MaybePromise } from '../ports/body.ts'
import type { StoreWriter } from '../ports/store.ts'
import type { Gate } from './gate.ts'

/** A writer of the wrapped store whose calls pass through the gate; only `abort` is never late. */
export class FakeWriter implements StoreWriter {
  readonly #inner: StoreWriter
  readonly #place: { readonly gate: Gate; readonly key: string }

  constructor(inner: StoreWriter, place: { readonly gate: Gate; readonly key: string }) {
    this.#inner = inner
    this.#place = place
  }

  write(chunk: Uint8Array): MaybePromise<'accepted' | 'refused'> {
    const { gate, key } = this.#place
    return gate.pass({ operation: 'write', key }, () => this.#inner.write(chunk))
  }

  commit(): MaybePromise<'stored' | 'refused'> {
    const { gate, key } = this.#place
    return gate.pass({ operation: 'commit', key }, () => this.#inner.commit())
  }

  abort(): void {
    const { gate, key } = this.#place
    gate.log({ operation: 'abort', key })
    this.#inner.abort()
  }
}
