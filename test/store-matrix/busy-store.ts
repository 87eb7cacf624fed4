import type {
  LookupResult,
  MaybePromise,
  PurgeChange,
  PurgeSelector,
  Store,
  StoredResponse,
  StoreWriter,
  WriteClaim,
} from '@cachechart/core'

/** So many turns without a call, and what was begun is over: what follows a call is made within a turn or two of it. */
const quietTurns = 4

/** Tells when a store has nothing to do. Memory never has; the others take their time after a client has its answer. */
export class BusyStore implements Store {
  readonly #inner: Store
  #calls = 0
  #lastTurn = 0
  #turn = 0

  constructor(inner: Store) {
    this.#inner = inner
  }

  /** Resolves when no call is under way, and none is about to be made. */
  async rest(): Promise<void> {
    this.#lastTurn = this.#turn
    while (this.#calls > 0 || this.#turn < this.#lastTurn + quietTurns) {
      await new Promise((resolve) => setImmediate(resolve))
      this.#turn += 1
      if (this.#calls > 0) this.#lastTurn = this.#turn
    }
  }

  get(key: string): MaybePromise<LookupResult> {
    return this.#during(() => this.#inner.get(key))
  }

  put(key: string, response: StoredResponse, claim?: WriteClaim): StoreWriter {
    const writer = this.#inner.put(key, response, claim)
    return {
      write: (chunk) => this.#during(() => writer.write(chunk)),
      commit: () => this.#during(() => writer.commit()),
      abort: () => {
        writer.abort()
      },
    }
  }

  freshen(...given: Parameters<Store['freshen']>): ReturnType<Store['freshen']> {
    return this.#during(() => this.#inner.freshen(...given))
  }

  delete(key: string): MaybePromise<number> {
    return this.#during(() => this.#inner.delete(key))
  }

  purge(selector: PurgeSelector, change: PurgeChange): MaybePromise<number> {
    return this.#during(() => this.#inner.purge(selector, change))
  }

  close(): MaybePromise<void> {
    return this.#inner.close()
  }

  #during<Answer>(call: () => MaybePromise<Answer>): MaybePromise<Answer> {
    this.#lastTurn = this.#turn
    const answer = call()
    if (!(answer instanceof Promise)) return answer
    this.#calls += 1
    return answer.finally(() => {
      this.#calls -= 1
      this.#lastTurn = this.#turn
    })
  }
}

/** A body that ends when the store has come to rest: whoever has read it sees what memory would have stored by then. */
async function* endingAtRest(body: AsyncIterable<Uint8Array>, store: BusyStore): AsyncGenerator<Uint8Array> {
  yield* body
  await store.rest()
}

interface Opened {
  readonly status: number
  readonly headers: Headers
  readonly body: AsyncIterable<Uint8Array> | null
}

/** A way to ask a cache with such a store, at whose end the store is at rest. */
export const openAtRest =
  <Path, Ask>(open: (path: Path, ask?: Ask) => Promise<Opened>, store: BusyStore) =>
  async (path: Path, ask?: Ask) => {
    const { status, headers, body } = await open(path, ask)
    return { status, headers, body: endingAtRest(body ?? nothing(), store) }
  }

// eslint-disable-next-line require-await -- a body is read asynchronously, wherever it comes from
async function* nothing(): AsyncGenerator<Uint8Array> {
  yield* []
}
