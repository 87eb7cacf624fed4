import type { MaybePromise } from '../ports/body.ts'
import { StoreError } from '../ports/port-errors.ts'
import type { LookupResult, PurgeSelector, Store } from '../ports/store.ts'
import { memoryStore } from '../stores/memory-store.ts'
import { FakeEntry, type FakeEntryPlace } from './fake-entry.ts'
import { FakeWriter } from './fake-writer.ts'
import { StoreGate } from './store-gate.ts'
import type { StoreCall, StoreDelay, StoreOperation } from './store-operation.ts'

/** How a fake store behaves. */
export interface FakeStoreOptions {
  /** The store that does the work. Default: a `memoryStore()`. */
  readonly store?: Store
  /** When it answers. Default `sync`. */
  readonly delay?: StoreDelay
  /** Bodies come in pieces of this size, in bytes, and are never wholly at hand. Default: as the store has them. */
  readonly chunkBytes?: number
}

/** A store under a test's control: late, failing, and telling what it was asked for. */
export interface FakeStore extends Store {
  /** Everything that it was asked for, in order. */
  readonly calls: readonly StoreCall[]
  /** The calls that wait for `release`, oldest first. */
  readonly held: readonly StoreCall[]
  /** Changes when later calls are answered; held ones stay held. */
  setDelay(delay: StoreDelay): void
  /**
   * Fails the next call of an operation; asked several times, as many calls. A lookup answers a `StoreError` as its
   * result, as the port says, and throws any other error, as a broken store would; all other operations throw.
   * `read` concerns stores with `chunkBytes`. Default: a `StoreError` with the code `ERR_STORE_FAILED`.
   */
  failNext(operation: StoreOperation, error?: unknown): void
  /** Lets held calls go on, oldest first; all of them, or `count`. How many there were. */
  release(count?: number): number
}

/**
 * Wraps a store, so that a test decides when it answers and what fails.
 * @example
 * const store = fakeStore({ delay: 'manual' })
 * const lookup = store.get('https://example.com/')
 * console.log(store.held) // [{ operation: 'get', key: 'https://example.com/' }]
 * store.release()
 * console.log(await lookup) // { type: 'miss' }
 */
export function fakeStore(options: FakeStoreOptions = {}): FakeStore {
  const { store = memoryStore(), delay = 'sync', chunkBytes } = options
  const gate = new StoreGate(delay)
  return {
    get calls() {
      return gate.calls
    },
    get held() {
      return gate.held
    },
    setDelay(next) {
      gate.delay = next
    },
    failNext: (operation, error) => gate.failNext(operation, error),
    release: (count = Infinity) => gate.release(count),
    get: (key) => lookUp(store, { gate, key, chunkBytes }),
    put: (key, response) =>
      gate.passAtOnce(
        { operation: 'put', key },
        () => new FakeWriter(store.put(key, response), { gate, key }),
      ),
    freshen: (key, entry, response) =>
      gate.pass({ operation: 'freshen', key }, () =>
        store.freshen(key, entry instanceof FakeEntry ? entry.inner : entry, response),
      ),
    delete: (key) => gate.pass({ operation: 'delete', key }, () => store.delete(key)),
    purge: (selector, change) =>
      gate.pass({ operation: 'purge', key: nameOf(selector) }, () => store.purge(selector, change)),
    close: () => gate.pass({ operation: 'close', key: '' }, () => store.close()),
  }
}

const nameOf = (selector: PurgeSelector): string => {
  switch (selector.type) {
    case 'key':
      return selector.key
    case 'surrogateKey':
      return selector.surrogateKey
    case 'url':
      return selector.url
    case 'all':
      return ''
  }
}

function lookUp(store: Store, place: FakeEntryPlace): MaybePromise<LookupResult> {
  const wrap = (result: LookupResult): LookupResult =>
    result.type === 'hit'
      ? { type: 'hit', variants: result.variants.map((inner) => new FakeEntry(inner, place)) }
      : result
  try {
    const answer = place.gate.pass({ operation: 'get', key: place.key }, () => {
      const result = store.get(place.key)
      return result instanceof Promise ? result.then(wrap) : wrap(result)
    })
    return answer instanceof Promise ? answer.catch(answerError) : answer
  } catch (error) {
    return answerError(error)
  }
}

/** A lookup is three-valued: what went wrong is its result. */
function answerError(error: unknown): LookupResult {
  if (error instanceof StoreError && error.code !== 'ERR_STORE_CLOSED') return { type: 'error', error }
  throw error
}
