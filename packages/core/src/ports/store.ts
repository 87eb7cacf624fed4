import type { StoredResponse } from '../http/stored-response.ts'
import type { Body, MaybePromise } from './body.ts'
import type { HeldLease } from './lease.ts'
import type { StoreError } from './port-errors.ts'

/** A stored response and the way to its body. */
export interface StoredEntry {
  readonly response: StoredResponse
  /** Opens the body for one reader; `undefined` when it has been evicted meanwhile. May reject with a `StoreError`. */
  open(): MaybePromise<Body | undefined>
  /** It answers a request: how often it has, this time included. 0 from a store that does not count. */
  countUse(): number
}

/** Which responses a purge is about. */
export type PurgeSelector =
  | { readonly type: 'key'; readonly key: string }
  /** Those whose `surrogateKeys` name it. */
  | { readonly type: 'surrogateKey'; readonly surrogateKey: string }
  /** Those whose `url` is this; a key that is itself the URL is asked for as a key. */
  | { readonly type: 'url'; readonly url: string }
  | { readonly type: 'all' }

/**
 * What becomes of them: they are removed, or each gets the head that is made of its own (one for which it counts as
 * stale). What was given back for a head is stored under the same key and variant.
 */
export type PurgeChange = 'remove' | ((response: StoredResponse) => StoredResponse)

/**
 * A lookup is three-valued: an error is never counted as a miss. `variants` is never empty; newest first, by `date`, and
 * among those of the same date the one that was committed last.
 */
export type LookupResult =
  | { readonly type: 'hit'; readonly variants: readonly StoredEntry[]; readonly moment?: StoreMoment }
  | { readonly type: 'miss'; readonly moment?: StoreMoment }
  | { readonly type: 'error'; readonly error: StoreError }

/**
 * How far the purges of a store had come when it was asked. Whoever shares the store gives it back with what was fetched
 * after that, and the store refuses what was purged, by anyone, in between. Only the store itself can read it.
 */
export type StoreMoment = string | number

/** By what right something is written. Empty: by that of whoever has the store to itself. */
export interface WriteClaim {
  /** When the store was asked, before the response was. Unset: the moment of the call. */
  readonly moment?: StoreMoment | undefined
  /** By which lease the response was fetched: a store that has seen a later one refuses it. */
  readonly lease?: HeldLease | undefined
}

/**
 * Writes one response. Nothing of it can be looked up before `commit` has answered `stored`.
 * Each call is made after the one before has settled. Calls may throw or reject with a `StoreError`.
 */
export interface StoreWriter {
  /** `refused`: it is over the store's limits; the writer is closed and holds nothing any more. */
  write(chunk: Uint8Array): MaybePromise<'accepted' | 'refused'>
  commit(): MaybePromise<'stored' | 'refused'>
  /** Gives up; nothing is kept. Safe after any other call, also after `commit` (where it changes nothing). */
  abort(): void
}

/**
 * Where responses are kept: by key, several variants a key (RFC 9111 §4.1).
 *
 * A store answers at once where it can (memory) or with a promise (files, a server); both are judged by `storeContract`.
 * Calls for the same key take effect in the order in which they are made, whether or not their promises were awaited.
 */
export interface Store {
  get(key: string): MaybePromise<LookupResult>
  /**
   * Begins to write. On commit it replaces the variant of the same `vary` and `varied`, and no other. A claim that does
   * not hold any more by then is `refused`.
   */
  put(key: string, response: StoredResponse, claim?: WriteClaim): StoreWriter
  /**
   * Gives a stored entry a new head and keeps its body (RFC 9111 §4.3.4). `gone`: its body was removed or replaced, or the
   * claim does not hold any more.
   */
  freshen(
    key: string,
    entry: StoredEntry,
    response: StoredResponse,
    claim?: WriteClaim,
  ): MaybePromise<'freshened' | 'gone'>
  /** Removes all variants of a key; how many there were. */
  delete(key: string): MaybePromise<number>
  /**
   * Removes or changes all stored responses that are selected; how many there were. A body that was opened stays readable.
   * What is committed after the call is not concerned.
   */
  purge(selector: PurgeSelector, change: PurgeChange): MaybePromise<number>
  /** Releases what the store holds. Later calls reject or throw a `StoreError` with the code `ERR_STORE_CLOSED`. */
  close(): MaybePromise<void>
}
