import { createCache, memoryStore } from '@cachechart/core'
import { exchange } from './exchange.ts'
import { platform } from '../fetch-standard/platform.ts'
import { fetchBackend, type Stoppable } from './fetch-backend.ts'
import type { CachedFetch, CachedFetchInit, CachedFetchOptions } from './fetch-options.ts'
import { networkError } from './network-error.ts'
import { OpaqueRedirectError } from './opaque-redirect-error.ts'
import { readArguments } from './read-arguments.ts'

/** As long as the fetch of Node waits by itself: whoever swaps the two sees no request fail that did not fail before. */
const patience = { reply: 300_000, body: 300_000 }

/**
 * A `fetch` that answers from a cache what it can: a private one, unless `policy` says otherwise. It takes the same
 * arguments, throws the same errors, and follows the Fetch standard's cache modes and redirects. What differs:
 *
 * - Responses carry `Cache-Status`, and `Age` when reused. Connection fields are gone, and so are Content-Encoding and
 *   Content-Length where the body comes decoded. Their headers can be changed.
 * - In Node a response whose body is at hand is made as far as it is used. It is an `instanceof Response`, and is read,
 *   cloned and wrapped like any other; where the platform looks inside one (undici's `caches`), it wants a
 *   `new Response(response.body, response)`.
 * - `only-if-cached` needs no `mode: 'same-origin'`. What is not stored is a network error (`NotStoredError`).
 * - Requests with `integrity` or `mode: 'no-cors'`, and URLs that are not http or https, go past the cache.
 * - A dispatcher hidden in a Request serves up to its first redirect; one in `init` serves them all.
 *
 * @throws MisuseError, TypeError or RangeError (at once, not from the fetch) when an option makes no sense
 * @example
 * const fetch = cachedFetch({ fetch: async () => new Response('hello', { headers: { 'cache-control': 'max-age=60' } }) })
 * const first = await fetch('http://example.com/')
 * await first.text() // 'hello'
 * const again = await fetch('http://example.com/')
 * again.headers.get('cache-status') // 'cachechart; hit; ttl=60'
 */
export function cachedFetch(options: CachedFetchOptions = {}): CachedFetch {
  const {
    fetch: underlying = globalThis.fetch,
    store = memoryStore(),
    policy,
    deadlines,
    ...others
  } = options
  const cache = createCache({
    ...others,
    store,
    backend: fetchBackend(underlying, stoppableWith(options)),
    policy: { shared: false, ...policy },
    deadlines: { ...patience, ...deadlines },
  })
  const fetch = async (input: string | URL | Request, init?: CachedFetchInit): Promise<Response> => {
    const call = readArguments(input, init)
    if (call === undefined) return underlying(input, init)
    try {
      return await exchange(cache, call)
    } catch (error) {
      if (!(error instanceof OpaqueRedirectError)) throw error
      // What only asks may be asked again, by a fetch that follows by itself; whatever may change something may not.
      if (call.method !== 'GET' && call.method !== 'HEAD') throw networkError(error)
      return underlying(input, init)
    }
  }
  return Object.assign(fetch, { cache })
}

/**
 * With nothing said that may end the wait for a head before the fetch of Node itself would, that fetch can do without a
 * signal. Another fetch may look for one, and may wait for ever without.
 */
function stoppableWith({ fetch, deadlines, overrides, onSend, machines }: CachedFetchOptions): Stoppable {
  const isAsEver = [fetch, deadlines, overrides, onSend, machines].every((option) => option === undefined)
  return isAsEver && platform === 'undici' ? 'fromHead' : 'always'
}
