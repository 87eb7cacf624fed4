/** What a fake store can be made to hold back or to fail; `read` is the next chunk of an opened body. */
export type StoreOperation =
  'get' | 'put' | 'write' | 'commit' | 'freshen' | 'open' | 'read' | 'delete' | 'purge' | 'close'

/** One thing that a fake store was asked for. */
export interface StoreCall {
  readonly operation: StoreOperation | 'abort'
  /** The key, or what a purge selects by; empty for `close`, and a purge of everything. */
  readonly key: string
}

/** `sync`: answers at once. `microtask`: with a promise. `manual`: when the test releases the call. */
export type StoreDelay = 'sync' | 'microtask' | 'manual'
