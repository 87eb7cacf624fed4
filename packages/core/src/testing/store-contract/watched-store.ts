import type { StoredResponse } from '../../http/stored-response.ts'
import type { MaybePromise } from '../../ports/body.ts'
import type { LookupResult, PurgeChange, PurgeSelector, Store, StoredEntry } from '../../ports/store.ts'
import type { CallWatch } from './call-watch.ts'
import { counted, quoted } from './quoted.ts'
import { WatchedWriter } from './watched-writer.ts'

/** The store on trial, with a watch on all its calls and those of its writers. */
export class WatchedStore implements Store {
  readonly #inner: Store
  readonly #watch: CallWatch

  constructor(inner: Store, watch: CallWatch) {
    this.#inner = inner
    this.#watch = watch
  }

  /** What is found is the store's own: whether a result changes in the hands of its reader is to be seen. */
  get(key: string): MaybePromise<LookupResult> {
    return this.#watch.ask({
      call: `get(${quoted(key)})`,
      work: () => this.#inner.get(key),
      describe: (result) => (result.type === 'hit' ? `hit, ${counted(result.variants.length)}` : result.type),
    })
  }

  put(key: string, response: StoredResponse): WatchedWriter {
    return new WatchedWriter(this.#inner.put(key, response), { watch: this.#watch, key })
  }

  freshen(key: string, entry: StoredEntry, response: StoredResponse): ReturnType<Store['freshen']> {
    return this.#watch.ask({
      call: `freshen(${quoted(key)})`,
      work: () => this.#inner.freshen(key, entry, response),
      describe: String,
    })
  }

  delete(key: string): MaybePromise<number> {
    return this.#watch.ask({
      call: `delete(${quoted(key)})`,
      work: () => this.#inner.delete(key),
      describe: String,
    })
  }

  purge(selector: PurgeSelector, change: PurgeChange): MaybePromise<number> {
    return this.#watch.ask({
      call: `purge(${JSON.stringify(selector)}, ${change === 'remove' ? "'remove'" : 'a function'})`,
      work: () => this.#inner.purge(selector, change),
      describe: String,
    })
  }

  close(): MaybePromise<void> {
    return this.#watch.ask({ call: 'close()', work: () => this.#inner.close(), describe: () => 'closed' })
  }
}
