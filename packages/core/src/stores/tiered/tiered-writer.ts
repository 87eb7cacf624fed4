import type { MaybePromise } from '../../ports/body.ts'
import type { StoreWriter } from '../../ports/store.ts'

/** Writes to the far tier; nothing is near until it is asked for. */
export class TieredWriter implements StoreWriter {
  readonly #inner: StoreWriter
  readonly #change: <Answer>(work: () => MaybePromise<Answer>) => MaybePromise<Answer>

  /** `change`: does what changes the key. */
  constructor(
    inner: StoreWriter,
    change: <Answer>(work: () => MaybePromise<Answer>) => MaybePromise<Answer>,
  ) {
    this.#inner = inner
    this.#change = change
  }

  write(chunk: Uint8Array): MaybePromise<'accepted' | 'refused'> {
    return this.#inner.write(chunk)
  }

  commit(): MaybePromise<'stored' | 'refused'> {
    return this.#change(() => this.#inner.commit())
  }

  abort(): void {
    this.#inner.abort()
  }
}
