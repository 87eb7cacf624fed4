import { deepEqual } from 'node:assert/strict'
import { afterEach } from '@jest/globals'
import {
  cachedHandler,
  type CachedHandler,
  type CachedHandlerOptions,
  type WebHandler,
} from '@cachechart/adapters/web'
import { systemClock, type Clock } from '@cachechart/core'

/** A handler with an empty cache, and a clock that can be put forward. */
export interface Stage<Rest extends readonly unknown[]> {
  readonly cached: CachedHandler<Rest>
  /** Every request that the handler was called with, in the order in which they came. */
  readonly seen: readonly Request[]
  /** Calls the cached handler with a path of example.com. */
  readonly get: (path: string, init?: RequestInit) => Promise<Response>
  /** Puts the cache's clock forward by so many seconds. */
  readonly pass: (seconds: number) => void
}

let open: CachedHandler[] = []

/** After each test nothing may be left in any cache that it used. */
afterEach(async () => {
  const handlers = open
  open = []
  for (const { cache } of handlers) {
    const { stopped } = await cache.drain({ timeout: 2_000 })
    const { leaks } = cache.ledger()
    deepEqual([stopped, cache.inFlight(), cache.tolerated().run, leaks], [0, [], 0, 0])
  }
})

export function setUp<Rest extends readonly unknown[] = []>(
  handler: WebHandler<Rest>,
  options: CachedHandlerOptions<Rest> = {},
): Stage<Rest> {
  let ahead = 0
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + ahead }
  const seen: Request[] = []
  const cached = cachedHandler<Rest>(
    (request, ...rest) => {
      seen.push(request)
      return handler(request, ...rest)
    },
    { clock, ...options },
  )
  open.push(cached as unknown as CachedHandler) // only its cache is looked at
  const none = [] as unknown as Rest // handlers that want more are called directly
  return {
    cached,
    seen,
    get: async (path, init) => cached(new Request(`http://example.com${path}`, init), ...none),
    pass: (seconds) => {
      ahead += seconds * 1000
    },
  }
}

/** A response that is fresh for a minute. */
export const fresh = (body: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(body, { headers: { 'cache-control': 'max-age=60', ...headers } })

/** How the cache came by a response. */
export const cacheStatus = (response: Response): string | null => response.headers.get('cache-status')
