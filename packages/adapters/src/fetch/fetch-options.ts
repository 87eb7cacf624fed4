import type { Cache, CacheMode, CacheOptions, Overrides, Store } from '@cachechart/core'

/** What `cachedFetch` takes: all that a cache takes, with other defaults, and the fetch to send with. */
export interface CachedFetchOptions extends Omit<CacheOptions, 'store' | 'backend'> {
  /** Where responses are kept. Default `memoryStore()`. */
  readonly store?: Store
  /**
   * The fetch that goes to the network. Default: the `globalThis.fetch` of the moment in which `cachedFetch` is called,
   * so that its result may itself become the global one.
   */
  readonly fetch?: typeof globalThis.fetch
}

/** What a fetch takes beside the resource; the types of some platforms lack `cache`. */
export interface CachedFetchInit extends RequestInit {
  /** The cache mode: Fetch §2.2.5. Default `default`. */
  cache?: CacheMode
  /** What is said to the cache about this call alone; a redirect is followed without its `cacheKey`. */
  overrides?: Overrides
}

/** A `fetch` with a cache. */
export interface CachedFetch {
  (input: string | URL | Request, init?: CachedFetchInit): Promise<Response>
  /** The cache behind it: what is in flight, traces, `drain()`. */
  readonly cache: Cache
}
