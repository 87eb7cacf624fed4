import { deepEqual } from 'node:assert/strict'
import { afterEach } from '@jest/globals'
import { cachedFetch, type CachedFetch, type CachedFetchOptions } from '@cachechart/adapters/fetch'
import { systemClock, type CacheMode, type Clock } from '@cachechart/core'
import { startOrigin, type Handler, type Origin } from './loopback-origin.ts'

/** An origin, a fetch with an empty cache, and a clock that can be put forward. */
export interface Stage {
  readonly origin: Origin
  readonly fetch: CachedFetch
  /** Puts the cache's clock forward by so many seconds. */
  readonly pass: (seconds: number) => void
}

let open: Stage[] = []

/** After each test nothing may be left in any cache that it used. */
afterEach(async () => {
  const stages = open
  open = []
  for (const { fetch, origin } of stages) {
    try {
      const { stopped } = await fetch.cache.drain({ timeout: 2_000 })
      deepEqual([stopped, fetch.cache.inFlight(), fetch.cache.tolerated().run], [0, [], 0])
    } finally {
      await origin.close()
    }
  }
})

export async function setUp(handler: Handler, options: CachedFetchOptions = {}): Promise<Stage> {
  let ahead = 0
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + ahead }
  const origin = await startOrigin((request, response) => {
    response.setHeader('date', new Date(clock.now()).toUTCString()) // one clock for both
    handler(request, response)
  })
  const stage: Stage = {
    origin,
    fetch: cachedFetch({ clock, ...options }),
    pass: (seconds) => {
      ahead += seconds * 1000
    },
  }
  open.push(stage)
  return stage
}

/** A promise that is resolved from outside. */
export const signalled = (): { readonly promise: Promise<void>; readonly resolve: () => void } =>
  Promise.withResolvers<void>()

/** What the types of Node lack in a RequestInit. */
export const inMode = (cache: CacheMode): RequestInit => ({ cache }) as RequestInit // its own Request knows it
