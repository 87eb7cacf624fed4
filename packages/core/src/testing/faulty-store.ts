import type { Millis } from '../http/units.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import { FaultGate, type StoreFault } from './fault-gate.ts'
import { gatedStore } from './gated-store.ts'
import { heldClock } from './held-clock.ts'

/** What goes wrong with a faulty store, and how often. */
export interface FaultyStoreOptions {
  /** The same seed, and the same calls, have the same faults. Print it where a test fails. */
  readonly seed: number
  /** The share of calls that fail with a `StoreError` (`ERR_STORE_FAILED`) and do nothing, from 0 to 1. Default 0.1. */
  readonly failing?: number
  /** The share of calls that are answered late. Default 0.2. */
  readonly late?: number
  /** No answer is later. Default 50 ms. */
  readonly latest?: Millis
  /** The share of calls that are never answered. Default 0. */
  readonly silent?: number
  /** By which answers are late. Default: the platform's. */
  readonly clock?: Clock
}

/** A store that is not to be relied on. */
export interface FaultyStore extends Store {
  /** What has gone wrong so far, in the order of the calls. */
  readonly faults: readonly StoreFault[]
}

/**
 * Wraps a store, and lets a seed decide which calls fail, or are answered late or never; `close` is spared. It keeps to
 * the port in all of this: calls take effect in their order, a lookup that fails answers an error.
 * @example
 * const store = faultyStore(memoryStore(), { seed: 7, failing: 1, late: 0 })
 * const answer = await store.get('https://example.com/')
 * console.log(answer.type, store.faults.length) // 'error', 1
 */
export function faultyStore(store: Store, options: FaultyStoreOptions): FaultyStore {
  const { seed, failing = 0.1, late = 0.2, latest = 50, silent = 0, clock = heldClock } = options
  const gate = new FaultGate(seed, { rates: { failing, late, latest, silent }, clock })
  return { ...gatedStore(store, { gate, chunkBytes: undefined }), faults: gate.faults }
}
