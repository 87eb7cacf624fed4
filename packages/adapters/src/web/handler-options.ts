import type { BackgroundOptions, Cache, CacheOptions, Store } from '@cachechart/core'

/**
 * What answers requests: Hono's `app.fetch`, the handler of `Deno.serve` or `Bun.serve`, the `fetch` of a worker. Beside
 * the request it may take whatever its platform hands out: an environment, an execution context, a server.
 */
export type WebHandler<Rest extends readonly unknown[] = readonly unknown[]> = (
  request: Request,
  ...rest: Rest
) => Response | Promise<Response>

/** What `cachedHandler` takes: all that a cache takes, with other defaults. */
export interface CachedHandlerOptions<Rest extends readonly unknown[] = readonly unknown[]> extends Omit<
  CacheOptions,
  'store' | 'backend' | 'background'
> {
  /** Where responses are kept. Default `memoryStore()`. */
  readonly store?: Store
  /** Limits of the work that no client waits for. Who is told of it: see `waitUntil`. */
  readonly background?: Omit<BackgroundOptions, 'waitUntil'>
  /**
   * Told of work that goes on when the response is out (a refresh, a response on its way to the store), with the
   * arguments of the call that it began with. Default: among the arguments after the request, the first that has a
   * method `waitUntil` (the `ExecutionContext` of workers, say) is told.
   */
  readonly waitUntil?: (work: Promise<unknown>, request: Request, ...rest: Rest) => void
}

/** A handler with a cache. A response that is stored in memory comes at once, without a promise. */
export interface CachedHandler<Rest extends readonly unknown[] = readonly unknown[]> {
  (request: Request, ...rest: Rest): Response | Promise<Response>
  /** The cache behind it: what is in flight, traces, `drain()`. */
  readonly cache: Cache
}
