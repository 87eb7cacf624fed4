/** What every adapter takes and gives: all that a cache takes, but for what the adapter itself brings. */
import { createServer } from 'node:http'
import { cachedFetch, type CachedFetchOptions } from '@cachechart/adapters/fetch'
import {
  cacheMiddleware,
  createGateway,
  serverResponse,
  undiciBackend,
  type CacheMiddlewareOptions,
  type GatewayOptions,
} from '@cachechart/adapters/node'
import { cacheInterceptor, type CacheInterceptorOptions } from '@cachechart/adapters/undici'
import { cachedHandler, webResponse, type CachedHandlerOptions } from '@cachechart/adapters/web'
import { createCache, memoryStore, type Backend, type Cache, type CacheOptions } from '@cachechart/core'
import { Agent } from 'undici'
import type { Equal, Expect } from './assert-types.ts'

/** As it is in a cache, word for word. */
type Same<Options, Except extends keyof CacheOptions> = Equal<
  Pick<Options, Exclude<keyof CacheOptions, Except> & keyof Options>,
  Pick<CacheOptions, Exclude<keyof CacheOptions, Except>>
>
type Own<Options> = Exclude<keyof Options, keyof CacheOptions>

export type Claims = [
  Expect<Same<CachedFetchOptions, 'store' | 'backend'>>,
  Expect<Same<CacheInterceptorOptions, 'store' | 'backend'>>,
  Expect<Same<CachedHandlerOptions, 'store' | 'backend' | 'background'>>,
  Expect<Same<CacheMiddlewareOptions, 'store' | 'backend'>>,
  Expect<Same<GatewayOptions, 'backend'>>,
  Expect<Equal<Own<CachedFetchOptions>, 'fetch'>>,
  Expect<Equal<Own<CacheInterceptorOptions>, never>>,
  Expect<Equal<Own<CachedHandlerOptions>, 'waitUntil'>>,
  Expect<Equal<Own<CacheMiddlewareOptions>, 'forwarded' | 'cookies' | 'onFailure'>>,
  Expect<'backend' extends keyof GatewayOptions ? false : true>,
]

declare const backend: Backend
const common = { overrides: () => ({ ttl: 60 }), deadlines: { reply: 1_000 }, stuckAfter: 5_000 }
const mistaken = { overrides: { ttl: '60' } }

/** Never called: it only has to compile. */
export async function uses(): Promise<readonly Cache[]> {
  const fetching = cachedFetch({ ...common, store: memoryStore() })
  await fetching('http://example.com/', { cache: 'no-cache', overrides: { ttl: 60 } })
  globalThis.fetch = fetching
  const interceptor = cacheInterceptor(common)
  new Agent().compose(interceptor)
  const middleware = cacheMiddleware({ ...common, cookies: 'together' })
  createServer((request, response) => {
    middleware(request, response, () => response.end())
  })
  const handler = cachedHandler((request: Request, name: string) => new Response(request.url + name), {
    ...common,
    waitUntil: (_work, request, name) => void `${request.url} ${name}`,
  })
  void handler(new Request('http://example.com/'), 'a name')
  const gateway = createGateway({ ...common, origin: 'http://127.0.0.1:3000', store: memoryStore() })
  createServer(gateway.listener)
  const cache = createCache({ store: memoryStore(), backend: undiciBackend() })
  const pending = cache.send({ method: 'GET', url: 'http://example.com/', fields: [] })
  const response: Response = await pending.sendTo(webResponse())
  createServer((_request, written) => void pending.sendTo(serverResponse(written)))
  void response.text()
  return [fetching, interceptor, middleware, handler, gateway].map(({ cache: each }) => each)
}

/** Never called, either. */
export async function mistakes(): Promise<void> {
  // @ts-expect-error seconds are a number
  cachedFetch(mistaken)
  // @ts-expect-error seconds are a number
  cacheInterceptor(mistaken)
  // @ts-expect-error seconds are a number
  cacheMiddleware(mistaken)
  // @ts-expect-error seconds are a number
  cachedHandler(() => new Response(), mistaken)
  // @ts-expect-error seconds are a number
  createGateway({ ...mistaken, origin: 'http://127.0.0.1:3000', store: memoryStore() })
  // @ts-expect-error the network is its backend
  cachedFetch({ backend })
  // @ts-expect-error the dispatcher is its backend
  cacheInterceptor({ backend })
  // @ts-expect-error the application is its backend
  cacheMiddleware({ backend })
  // @ts-expect-error the handler is its backend
  cachedHandler(() => new Response(), { backend })
  // @ts-expect-error the origin is its backend
  createGateway({ backend, origin: 'http://127.0.0.1:3000', store: memoryStore() })
  // @ts-expect-error a gateway has an origin
  createGateway({ store: memoryStore() })
  // @ts-expect-error work is told of by an option of its own
  cachedHandler(() => new Response(), { background: { waitUntil: () => undefined } })
  // @ts-expect-error a handler answers
  cachedHandler(() => undefined)
  // @ts-expect-error the arguments are those of the handler
  void cachedHandler((_request, _name: string) => new Response())(new Request('http://example.com/'))
  // @ts-expect-error there is no such cache mode
  await cachedFetch()('http://example.com/', { cache: 'sometimes' })
  // @ts-expect-error there is no such strategy
  await cachedFetch()('http://example.com/', { overrides: { strategy: 'stale' } })
  // @ts-expect-error a choice has a name
  cacheMiddleware({ forwarded: true })
  // @ts-expect-error the cache behind it stays
  cacheInterceptor().cache = cachedFetch().cache
}
