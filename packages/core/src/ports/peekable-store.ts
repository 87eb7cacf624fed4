import type { MaybePromise } from './body.ts'
import type { LookupResult, Store } from './store.ts'

/** A store that can be asked what it has for a key without that counting as a use of it. Nothing of it is needed to answer a request. */
export interface PeekableStore extends Store {
  peek(key: string): MaybePromise<LookupResult>
}

/** Whether a store can be looked into without a use of what is there. */
export const isPeekable = (store: Store): store is PeekableStore =>
  'peek' in store && typeof store.peek === 'function'
