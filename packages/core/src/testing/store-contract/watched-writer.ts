import type { MaybePromise } from '../../ports/body.ts'
import type { StoreWriter } from '../../ports/store.ts'
import type { CallWatch } from './call-watch.ts'
import { quoted } from './quoted.ts'

/** A writer of the store on trial. */
export class WatchedWriter implements StoreWriter {
  readonly #inner: StoreWriter
  readonly #watch: CallWatch
  readonly #key: string

  constructor(inner: StoreWriter, { watch, key }: { readonly watch: CallWatch; readonly key: string }) {
    this.#inner = inner
    this.#watch = watch
    this.#key = quoted(key)
    watch.log.begin(`put(${this.#key})`)('a writer')
  }

  write(chunk: Uint8Array): MaybePromise<'accepted' | 'refused'> {
    return this.#watch.ask({
      call: `write(${chunk.length} bytes) for ${this.#key}`,
      work: () => this.#inner.write(chunk),
      describe: String,
    })
  }

  commit(): MaybePromise<'stored' | 'refused'> {
    return this.#watch.ask({
      call: `commit() for ${this.#key}`,
      work: () => this.#inner.commit(),
      describe: String,
    })
  }

  abort(): void {
    this.#watch.log.begin(`abort() for ${this.#key}`)('done')
    this.#inner.abort()
  }
}
