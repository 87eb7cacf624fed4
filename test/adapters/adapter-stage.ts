import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cachedFetch } from '@cachechart/adapters/fetch'
import { cacheMiddleware, undiciBackend } from '@cachechart/adapters/node'
import { cacheInterceptor } from '@cachechart/adapters/undici'
import { cachedHandler } from '@cachechart/adapters/web'
import { createCache, memoryStore, type Cache, type CacheOptions } from '@cachechart/core'
import { Agent, request as undiciRequest, type Dispatcher } from 'undici'
import { expectNothingLeft } from '../fixtures/expect-nothing-left.ts'
import type { Ask, Front, Opening } from '../fixtures/front.ts'
import { gatewayFront } from '../fixtures/gateway-front.ts'
import { httpOrigin } from '../fixtures/http-origin.ts'
import { VirtualClock } from '../fixtures/virtual-clock.ts'

/** What a scenario may choose of a cache. */
export type AdapterOptions = Partial<Omit<CacheOptions, 'store' | 'backend' | 'clock'>>

/** One adapter before one scripted origin. */
export interface AdapterStage {
  readonly front: Front
  readonly clock: VirtualClock
  /** Method and path of each request that has reached the origin. */
  readonly seen: readonly string[]
  /** Ends it all, and expects that the cache has kept nothing. */
  strike(): Promise<void>
}

interface Ground {
  readonly origin: string
  readonly answer: RequestListener
  readonly options: CacheOptions
}

const empty = async function* (): AsyncGenerator<Uint8Array> {}

const toOpening = ({ status, headers, body }: Response): Opening => ({
  status,
  headers,
  body: body ?? empty(),
})

/** A request of undici to the URL, by the dispatcher. */
const openBy = async (dispatcher: Dispatcher, url: string, ask: Ask = {}): Promise<Opening> => {
  const { method = 'GET', headers = {}, body, signal } = ask
  const sent = { method, headers, body: body instanceof Uint8Array ? body : null, dispatcher }
  const response = await undiciRequest(url, {
    ...sent,
    ...(signal === undefined ? {} : { signal }),
  })
  const lines = Object.entries(response.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((line): [string, string] => [name, line]),
  )
  return { status: response.statusCode, headers: new Headers(lines), body: response.body }
}

const fetchFront = (fetch: typeof globalThis.fetch & { readonly cache: Cache }, origin: string): Front => ({
  cache: fetch.cache,
  open: async (path, ask) => toOpening(await fetch(origin + path, initOf(ask))),
  close: () => Promise.resolve(),
})

/** `body` is bytes in all scenarios, which a Request takes. */
const initOf = ({ method, headers, body, signal }: Ask = {}): RequestInit => ({
  method: method ?? 'GET',
  headers: { ...headers },
  ...(body instanceof Uint8Array ? { body: body as Uint8Array<ArrayBuffer> } : {}),
  ...(signal === undefined ? {} : { signal }),
})

const coreFront = ({ origin, options }: Ground): Front => {
  const cache = createCache(options)
  return {
    cache,
    async open(path, { method = 'GET', headers = {}, body, signal } = {}) {
      const fields = Object.entries(headers).flat()
      const content = body === undefined ? {} : { body }
      const pending = cache.send({ method, url: origin + path, fields, ...content })
      signal?.addEventListener('abort', () => {
        pending.cancel()
      })
      const { status, fields: lines, body: reply } = await pending.wait()
      const received = new Headers()
      for (let index = 0; index < lines.length; index += 2)
        received.append(lines[index] ?? '', lines[index + 1] ?? '')
      return { status, headers: received, body: reply }
    },
    close: () => Promise.resolve(),
  }
}

const undiciFront = ({ origin, options: { backend: _unused, ...options } }: Ground): Front => {
  const interceptor = cacheInterceptor(options)
  const agent = new Agent()
  const dispatcher = agent.compose(interceptor)
  return {
    cache: interceptor.cache,
    open: (path, ask) => openBy(dispatcher, origin + path, ask),
    close: () => agent.destroy(),
  }
}

/** The handler asks the origin by fetch, as a worker before a site does. */
const webFront = ({ origin, options: { backend: _unused, ...options } }: Ground): Front => {
  const handler = cachedHandler(async (request: Request): Promise<Response> => {
    const response = await fetch(request, { redirect: 'manual' })
    return new Response(response.body, response)
  }, options)
  return {
    cache: handler.cache,
    open: async (path, ask) => toOpening(await handler(new Request(origin + path, initOf(ask)))),
    close: () => Promise.resolve(),
  }
}

/** The origin is the application behind the middleware. */
const middlewareFront = async ({
  answer,
  options: { backend: _unused, ...options },
}: Ground): Promise<Front> => {
  const middleware = cacheMiddleware(options)
  const server = createServer((request, response) => {
    middleware(request, response, () => {
      answer(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  const agent = new Agent()
  return {
    cache: middleware.cache,
    open: (path, ask) => openBy(agent, `http://127.0.0.1:${port}${path}`, ask),
    async close() {
      await agent.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const fronts = {
  core: (ground: Ground) => Promise.resolve(coreFront(ground)),
  gateway: ({ origin, options: { backend: _unused, ...options } }: Ground): Promise<Front> =>
    gatewayFront({ ...options, origin }),
  fetch: ({ origin, options: { backend: _unused, ...options } }: Ground) =>
    Promise.resolve(fetchFront(cachedFetch(options) as typeof fetch & { readonly cache: Cache }, origin)), // it is a fetch with a cache
  undici: (ground: Ground) => Promise.resolve(undiciFront(ground)),
  web: (ground: Ground) => Promise.resolve(webFront(ground)),
  middleware: middlewareFront,
} satisfies Record<string, (ground: Ground) => Promise<Front>>

export type AdapterName = keyof typeof fronts

export const adapters = Object.keys(fronts) as AdapterName[] // the keys of the object above

/** An adapter with an empty, shared cache, before an origin that answers as it is told. */
export const adapterStage = async (
  name: AdapterName,
  answer: RequestListener,
  options: AdapterOptions = {},
): Promise<AdapterStage> => {
  const clock = new VirtualClock()
  const seen: string[] = []
  const scripted: RequestListener = (request, response) => {
    seen.push(`${request.method} ${request.url}`)
    response.sendDate = false
    answer(request, response)
  }
  const origin = await httpOrigin(scripted)
  const backend = undiciBackend()
  const front = await fronts[name]({
    origin: origin.url,
    answer: scripted,
    options: {
      ...options,
      clock,
      backend,
      store: memoryStore(),
      policy: { shared: true, ...options.policy },
    },
  })
  return {
    front,
    clock,
    seen,
    async strike() {
      await front.close()
      await expectNothingLeft(front.cache, clock)
      await backend.close()
      await origin.close()
    },
  }
}
