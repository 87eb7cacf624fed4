import type { Cache, CacheOptions, Store } from '@cachechart/core'
import type { Dispatcher } from 'undici'
import type { InterceptorOrigin } from './read-target.ts'

/** What `cacheInterceptor` takes: all that a cache takes, with other defaults. */
export interface CacheInterceptorOptions extends Omit<CacheOptions, 'store' | 'backend'> {
  /** Where responses are kept. Default `memoryStore()`. */
  readonly store?: Store
}

/** An interceptor, for the `compose` of any dispatcher. */
export interface CacheInterceptor {
  (dispatch: Dispatcher['dispatch'], origin?: InterceptorOrigin): Dispatcher['dispatch']
  /** The cache behind it: what is in flight, `purge()`, counters, traces, `drain()`. */
  readonly cache: Cache
}
