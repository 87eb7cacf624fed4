import type { Store } from '../ports/store.ts'
import { memoryStore } from '../stores/memory-store.ts'
import { gatedStore } from './gated-store.ts'
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
    ...gatedStore(store, { gate, chunkBytes }),
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
  }
}
