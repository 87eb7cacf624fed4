import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis } from '../http/units.ts'
import type { Body, MaybePromise } from './body.ts'
import type { Store } from './store.ts'

/** What a store says of itself. */
export interface StoreStatistics {
  /** Stored responses, variants counted one by one. */
  readonly entries: number
  /** Of their bodies. */
  readonly bodyBytes: number
  /** What all of it takes up where it is kept, as far as that is known. */
  readonly bytes: number | null
  /** How much it may be; `null`: no limit of its own. */
  readonly maxBytes: number | null
  /** Values that were found and not believed, each of which counted as a miss, since the store was opened. */
  readonly rejectedValues: number
  /** What else it has to say: of its engine, by name. */
  readonly details: Readonly<Record<string, string | number>>
}

/** One stored response, as a listing shows it. */
export interface ListedEntry {
  readonly key: string
  readonly response: StoredResponse
  readonly bodyLength: number
  /** When it was last used to answer a request, as far as the store knows. */
  readonly usedAt: Millis | null
  /** Opens the body; `undefined` when it has been removed meanwhile. Does not count as a use. */
  open(): MaybePromise<Body | undefined>
}

/** A store that can be looked through, by tools. Nothing of it is needed to answer a request. */
export interface InspectableStore extends Store {
  statistics(): MaybePromise<StoreStatistics>
  /**
   * All stored responses whose key begins so, each once, unless it changes meanwhile. Reads bounded pieces, in the order
   * that suits the store; leaving the loop early ends it. Throws or rejects with a `StoreError`.
   */
  entries(options?: { readonly keyPrefix?: string }): AsyncIterable<ListedEntry>
}
