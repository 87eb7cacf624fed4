import type {
  PeekableStore,
  PurgeChange,
  PurgeSelector,
  Store,
  StoredEntry,
  StoredResponse,
  WriteClaim,
} from '@cachechart/core'

/**
 * The store of a worker, which others have a part in. `tell` gets each key of which an unsafe method has removed all that was
 * stored (RFC 9111 §4.4). A purge, which asks for the same by `purge`, is not told.
 */
export class WorkerStore implements Store {
  readonly #store: Store
  readonly #tell: (key: string) => void
  #isPurgedElsewhere = false

  constructor(store: Store, tell: (key: string) => void) {
    this.#store = store
    this.#tell = tell
  }

  /** Whatever `work` asks to be purged before it returns, somebody else has purged: the store is not asked once more. */
  purgedElsewhere<Result>(work: () => Result): Result {
    this.#isPurgedElsewhere = true
    try {
      return work()
    } finally {
      this.#isPurgedElsewhere = false
    }
  }

  get(key: string) {
    return this.#store.get(key)
  }

  /** Without a use of what is there, where the store can be asked so. */
  peek(key: string) {
    return isPeekable(this.#store) ? this.#store.peek(key) : this.#store.get(key)
  }

  put(key: string, response: StoredResponse, claim?: WriteClaim) {
    return this.#store.put(key, response, claim)
  }

  // eslint-disable-next-line max-params -- as the port has it
  freshen(key: string, entry: StoredEntry, response: StoredResponse, claim?: WriteClaim) {
    return this.#store.freshen(key, entry, response, claim)
  }

  delete(key: string) {
    this.#tell(key)
    return this.#store.delete(key)
  }

  purge(selector: PurgeSelector, change: PurgeChange) {
    return this.#isPurgedElsewhere ? 0 : this.#store.purge(selector, change)
  }

  close() {
    return this.#store.close()
  }
}

const isPeekable = (store: Store): store is PeekableStore =>
  'peek' in store && typeof store.peek === 'function'
