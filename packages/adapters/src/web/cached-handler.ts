import { createCache, memoryStore, type CacheRequest } from '@cachechart/core'
import { exchange } from './exchange.ts'
import { handlerBackend } from './handler-backend.ts'
import { HandlerCall } from './handler-call.ts'
import type { CachedHandler, CachedHandlerOptions, WebHandler } from './handler-options.ts'
import { isForCache } from './is-for-cache.ts'
import { tellContext } from './tell-context.ts'

/** A handler may think for long, and an event stream be silent: five minutes, as `cachedFetch` waits. */
const patience = { reply: 300_000, body: 300_000 }

/**
 * Puts a cache in front of a `(Request) → Response` handler: Hono's `app.fetch`, the handler of `Deno.serve` or
 * `Bun.serve`, the `fetch` of a worker. The result is such a handler, too: it takes the same arguments, and throws what
 * the handler throws.
 *
 * The handler is called for what cannot be answered from the cache, with a Request of the cache's own: without the
 * client's conditions and range (the cache answers those itself), with a condition where something stored is to be
 * validated, and with a signal that is aborted when nobody wants the response any more. One call may serve many clients;
 * the arguments after the request are those of the first.
 *
 * In Hono the handler is the `fetch` of an application: of the whole one, or of one within it, which
 * `outer.mount('/part', cachedHandler(inner.fetch))` puts behind the middleware of the other. It cannot be `next` of a
 * middleware: what that writes into belongs to one client, and is gone when the cache refreshes or goes on without it.
 *
 * The cache is a shared one, unless `policy` says otherwise. `deadlines.reply` and `deadlines.body` are 5 minutes.
 * WebSocket handshakes, and URLs that are not http or https, go past it.
 *
 * @throws MisuseError or RangeError (at once, not from the handler) when an option makes no sense
 * @example
 * const handler = cachedHandler(() => new Response('hello', { headers: { 'cache-control': 'max-age=60' } }))
 * const first = await handler(new Request('http://example.com/'))
 * await first.text() // 'hello'
 * const again = await handler(new Request('http://example.com/'))
 * again.headers.get('cache-status') // 'cachechart; hit; ttl=60'
 */
export function cachedHandler<Rest extends readonly unknown[]>(
  handler: WebHandler<Rest>,
  options: CachedHandlerOptions<Rest> = {},
): CachedHandler<Rest> {
  const { store = memoryStore(), waitUntil = tellContext, background, deadlines, ...others } = options
  const tell = (work: Promise<unknown>, context: unknown): void => {
    // What began with a call rides with it: those are its arguments.
    if (context instanceof HandlerCall) waitUntil(work, context.request, ...(context.rest as Rest))
  }
  const cache = createCache({
    ...others,
    store,
    backend: handlerBackend(handler, tell),
    deadlines: { ...patience, ...deadlines },
    background: {
      ...background,
      waitUntil: (work: Promise<unknown>, request?: CacheRequest) => {
        tell(work, request?.context)
      },
    },
  })
  const cached = (request: Request, ...rest: Rest): Response | Promise<Response> => {
    const call = new HandlerCall(request, rest)
    return isForCache(call) ? exchange(cache, call) : handler(request, ...rest)
  }
  return Object.assign(cached, { cache })
}
