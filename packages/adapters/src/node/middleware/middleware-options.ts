import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Cache, CacheOptions, Store } from '@cachechart/core'

/** A request that was answered with an error of the cache's own, because there was no response. */
export interface MiddlewareFailure {
  readonly method: string
  /** As the application would read it: `originalUrl`, where a router has one. */
  readonly url: string
  /** What the client was told; `undefined` when it could not be told anything any more. */
  readonly status: number | undefined
  readonly error: unknown
}

/** What `cacheMiddleware` takes: all that a cache takes, with other defaults; its backend is the application. */
export interface CacheMiddlewareOptions extends Omit<CacheOptions, 'store' | 'backend'> {
  /** Where responses are kept. Default `memoryStore()`. */
  readonly store?: Store
  /**
   * What X-Forwarded-Proto and X-Forwarded-Host say of the target URI, and so of the key. `ignore` (default): nothing.
   * `trust`: scheme and host are theirs; right where a proxy stands before the server that sets or removes both.
   */
  readonly forwarded?: 'ignore' | 'trust'
  /**
   * Whether requests that bring cookies wait for each other's response as all others do. `apart` (default): each asks
   * the application itself where nothing stored answers it, as what that says may be for one user, though it does not
   * say so. `together`: no response is for one user, unless it says so (`private`, `no-store`, `Vary: Cookie`).
   */
  readonly cookies?: 'apart' | 'together'
  /** Told of every request that ended in an error of the cache's own, after the client was answered. */
  readonly onFailure?: (failure: MiddlewareFailure) => void
}

/** Goes on to the application. A promise that it returns is watched for its rejection. */
export type NextFunction = (error?: unknown) => unknown

/** What frameworks call for every request. */
export interface CacheMiddleware {
  (request: IncomingMessage, response: ServerResponse, next: NextFunction): void
  /** The cache behind it: what is in flight, purges, traces, `drain()`. */
  readonly cache: Cache
}
