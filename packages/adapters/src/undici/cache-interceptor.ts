import { createCache, hasField, memoryStore } from '@cachechart/core'
import type { Dispatcher } from 'undici'
import { Call } from './call.ts'
import { dispatchBackend } from './dispatch-backend.ts'
import { hostKeyOf } from './host-key.ts'
import type { CacheInterceptor, CacheInterceptorOptions } from './interceptor-options.ts'
import { readHeaders } from './read-headers.ts'
import { readTarget, type InterceptorOrigin } from './read-target.ts'

/** As long as undici waits by itself: whoever puts a cache before it sees no request fail that did not fail before. */
const patience = { flight: 300_000, reply: 300_000, body: 300_000 }

/**
 * An interceptor for undici 7 and 8 that answers from a cache what it can: a shared one, as undici's own, unless `policy`
 * says otherwise. A hit in memory is answered before `dispatch` returns. It may be composed with any number of
 * dispatchers, which then have one cache.
 *
 * - Interceptors composed after it see hits as well: `redirect`, `retry`, `decompress` and `dump` belong there.
 *   Those composed before it see only what goes to the origin: `dns` belongs there. With `redirect` below, nothing is
 *   stored that the origin has redirected; with `dump` below, a body that is not as long as its head says is an error.
 * - Responses carry `Cache-Status`, and `Age` when reused; names of fields are in lower case. Connection fields are gone.
 * - Upgrades, CONNECT, paths in absolute form, and requests without an origin pass through as they are.
 * - A request whose Host is not its origin's is kept under a key of its own.
 * - Errors are undici's own where there is one; else the cache's, for instance a `DeadlineError`.
 * - What is worth storing is stored though its caller has aborted; `abort` says otherwise.
 *
 * @throws MisuseError, TypeError or RangeError (at once, not from a request) when an option makes no sense
 * @example
 * import { Agent } from 'undici'
 * const agent = new Agent().compose(cacheInterceptor())
 * const first = await agent.request({ origin: 'http://localhost:3000', path: '/', method: 'GET' })
 * await first.body.text() // 'you asked for /'
 * const again = await agent.request({ origin: 'http://localhost:3000', path: '/', method: 'GET' })
 * again.headers['cache-status'] // 'cachechart; hit; ttl=60'
 * await agent.close()
 */
export function cacheInterceptor(options: CacheInterceptorOptions = {}): CacheInterceptor {
  const { store = memoryStore(), deadlines, ...others } = options
  const cache = createCache({
    ...others,
    store,
    backend: dispatchBackend,
    deadlines: { ...patience, ...deadlines },
  })
  const hostKey = hostKeyOf(options)
  const intercept = (dispatch: Dispatch, origin?: InterceptorOrigin): Dispatch => {
    return (request, handler) => {
      const url = isDispatchable(request, handler) ? readTarget(request, origin) : undefined
      const fields = url === undefined ? undefined : readHeaders(request.headers)
      if (url === undefined || fields === undefined) return dispatch(request, handler)
      const call = new Call({ dispatch, options: { ...request }, url, fields }, handler)
      const isNamed = hasField(fields, 'host')
      return call.start(cache, isNamed ? hostKey({ method: request.method, url, fields }) : undefined)
    }
  }
  return Object.assign(intercept, { cache })
}

type Dispatch = Dispatcher['dispatch']

/** What is none to undici is for undici to refuse. */
const isDispatchable = (
  request: Dispatcher.DispatchOptions | null | undefined,
  handler: Dispatcher.DispatchHandler | null | undefined,
): boolean => typeof request === 'object' && request !== null && typeof handler?.onRequestStart === 'function'
