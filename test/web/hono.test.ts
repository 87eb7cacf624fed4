import { request as send, type IncomingMessage } from 'node:http'
import { afterEach, describe, expect, test } from '@jest/globals'
import { serve, type ServerType } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import { Hono, type Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { stream } from 'hono/streaming'
import { eventually } from '../fixtures/eventually.ts'
import { cacheStatus, setUp } from './stage.ts'

let servers: ServerType[] = []

afterEach(async () => {
  const open = servers
  servers = []
  for (const server of open) {
    if ('closeAllConnections' in server) server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

/** An application on a port, with its own Request and Response, or with those of the platform. */
async function listen(fetch: (request: Request) => Response | Promise<Response>): Promise<string> {
  const server = serve({ fetch, port: 0, hostname: '127.0.0.1' })
  servers.push(server)
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a server on a port has such an address
}

/** Asks by node:http, which adds nothing, and reads no faster than it is told to. */
const open = (url: string, headers: Readonly<Record<string, string>> = {}): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    send(url, { headers }, resolve).on('error', reject).end()
  })

const cacheable = { 'cache-control': 'max-age=60' }

/** An application that counts what it is asked. */
function sampleApp(): { readonly app: Hono; readonly asked: string[] } {
  const asked: string[] = []
  const app = new Hono()
  app.use('*', async (c, next) => {
    asked.push(`${c.req.method} ${c.req.path}`)
    await next()
  })
  app.get('/hello', (c) => c.text('hello', 200, { ...cacheable, etag: '"1"' }))
  app.get('/json', (c) => c.json({ path: c.req.path }, 200, cacheable))
  app.get('/cookie', (c) => c.text('yours', 200, { ...cacheable, 'set-cookie': 'a=1' }))
  app.get('/language', (c) =>
    c.text(c.req.header('accept-language') ?? '', 200, { ...cacheable, vary: 'accept-language' }),
  )
  app.post('/hello', async (c) => c.text(await c.req.text()))
  app.get('/throws', () => {
    throw new HTTPException(418, { message: 'a teapot' })
  })
  return { app, asked }
}

describe('Hono’s app.fetch with a cache, on Node', () => {
  test('answers from the cache what it may', async () => {
    const { app, asked } = sampleApp()
    const origin = await listen(setUp(app.fetch).cached)
    const read = async (path: string, init?: RequestInit): Promise<readonly [number, string]> => {
      const response = await fetch(origin + path, init)
      return [response.status, await response.text()]
    }
    for (const _time of [1, 2]) {
      expect(await read('/hello')).toEqual([200, 'hello'])
      expect(await read('/json')).toEqual([200, '{"path":"/json"}'])
      expect(await read('/cookie')).toEqual([200, 'yours'])
    }
    expect(await read('/hello', { method: 'HEAD' })).toEqual([200, ''])
    expect(await read('/hello', { headers: { range: 'bytes=1-3' } })).toEqual([206, 'ell'])
    // A fetch with conditions asks for what is new.
    const { statusCode } = await open(`${origin}/hello`, { 'if-none-match': '"1"' })
    expect(statusCode).toBe(304)
    expect(asked).toEqual(['GET /hello', 'GET /json', 'GET /cookie', 'GET /cookie'])
  })

  test('says what it did, and sends the length of a text, stored or not', async () => {
    const { app } = sampleApp()
    const origin = await listen(setUp(app.fetch).cached)
    for (const how of ['cachechart; fwd=uri-miss; stored', 'cachechart; hit; ttl=60']) {
      const { headers, body } = await fetch(`${origin}/hello`)
      await body?.cancel()
      expect(headers.get('cache-status')).toBe(how)
      expect(headers.get('content-length')).toBe('5')
      expect(headers.get('content-type')).toBe('text/plain; charset=UTF-8')
    }
  })

  test('calls it with the body of a POST, and forgets what that changed', async () => {
    const { app, asked } = sampleApp()
    const origin = await listen(setUp(app.fetch).cached)
    await (await fetch(`${origin}/hello`)).text()
    const body = 'x'.repeat(300_000)
    expect(await (await fetch(`${origin}/hello`, { method: 'POST', body })).text()).toBe(body)
    await (await fetch(`${origin}/hello`)).text()
    expect(asked).toEqual(['GET /hello', 'POST /hello', 'GET /hello'])
  })

  test('leaves errors to Hono', async () => {
    const { app } = sampleApp()
    const origin = await listen(setUp(app.fetch).cached)
    const response = await fetch(`${origin}/throws`)
    expect([response.status, await response.text()]).toEqual([418, 'a teapot'])
  })

  test('keeps apart what differs by Vary', async () => {
    const { app, asked } = sampleApp()
    const origin = await listen(setUp(app.fetch).cached)
    for (const language of ['de', 'fr', 'de', 'fr']) {
      const response = await fetch(`${origin}/language`, { headers: { 'accept-language': language } })
      expect(await response.text()).toBe(language)
    }
    expect(asked).toHaveLength(2)
  })

  test('answers many at once with one call of the application', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    let calls = 0
    const app = new Hono().get('/', async (c) => {
      calls += 1
      await promise
      return c.text('for all', 200, cacheable)
    })
    const { cached } = setUp(app.fetch)
    const origin = await listen(cached)
    const answers = Array.from({ length: 20 }, async () => (await fetch(origin)).text())
    await eventually('all wait', () => cached.cache.inFlight().length === 20)
    resolve()
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['for all']))
    expect(calls).toBe(1)
  })
})

describe('a body on its way through sockets', () => {
  test('begins to arrive before the application has written its end', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const app = new Hono().get('/', (c) => {
      c.header('cache-control', 'max-age=60')
      return stream(c, async (out) => {
        await out.write('first')
        await promise
        await out.write('second')
      })
    })
    const origin = await listen(setUp(app.fetch).cached)
    const reader = (await fetch(origin)).body?.getReader()
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('first')
    resolve()
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('second')
    await reader?.read()
    expect(await (await fetch(origin)).text()).toBe('firstsecond')
  })

  test('waits for a client that does not read, and is whole when it does', async () => {
    const piece = new Uint8Array(65_536)
    const pieces = 2_000
    let asked = 0
    const app = new Hono().get('/', (c) => {
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          asked += 1
          if (asked > pieces) controller.close()
          else controller.enqueue(piece)
        },
      })
      return c.body(body, 200, { 'cache-control': 'no-store' })
    })
    const origin = await listen(setUp(app.fetch).cached)
    const message = await open(origin)
    message.pause()
    let before = -1
    // Sockets take what fits into them; then nothing more is asked for.
    for (let quiet = 0; quiet < 500; quiet += 1) {
      if (before !== asked) quiet = 0
      before = asked
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(asked).toBeLessThan(pieces / 2)
    let received = 0
    for await (const chunk of message) received += (chunk as Uint8Array).length // without an encoding these are bytes
    expect(received).toBe(pieces * piece.length)
  })

  test('goes on to the store when its only client hangs up', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    let calls = 0
    const app = new Hono().get('/', (c) => {
      calls += 1
      c.header('cache-control', 'max-age=60')
      return stream(c, async (out) => {
        await out.write('first')
        await promise
        await out.write('second')
      })
    })
    const { cached } = setUp(app.fetch)
    const origin = await listen(cached)
    const message = await open(origin)
    await new Promise((read) => message.once('data', read))
    message.destroy()
    await eventually('the client is gone', () => cached.cache.inFlight().length === 0)
    resolve()
    expect(await (await fetch(origin)).text()).toBe('firstsecond')
    expect(calls).toBe(1)
  })

  test('is stopped when its only client hangs up and nobody may have it', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const app = new Hono().get('/', (c) =>
      c.body(
        new ReadableStream({
          start: (controller) => {
            controller.enqueue(new Uint8Array(3))
          },
          cancel: () => {
            resolve()
          },
        }),
        200,
        { 'cache-control': 'no-store' },
      ),
    )
    const message = await open(await listen(setUp(app.fetch).cached))
    await new Promise((read) => message.once('data', read))
    message.destroy()
    await expect(promise).resolves.toBeUndefined()
  })

  test('that has not begun is no loss when its client hangs up: the response is stored', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const app = new Hono().get('/', async (c) => {
      await promise
      return c.text('late', 200, cacheable)
    })
    const { cached, seen } = setUp(app.fetch)
    const origin = await listen(cached)
    const request = send(origin).on('error', () => undefined)
    request.end()
    await eventually('the application is asked', () => seen.length === 1)
    request.destroy()
    await eventually(
      'the client is gone',
      () => cached.cache.inFlight()[0]?.state === 'awaitBackend.detached',
    )
    resolve()
    const response = await fetch(origin)
    expect([await response.text(), seen.length]).toEqual(['late', 1])
  })
})

describe('in front of a part of an application', () => {
  /** What `c.executionCtx` throws without is no context at all. */
  const contextOf = (c: Context): Context['executionCtx'] | undefined => {
    try {
      return c.executionCtx
    } catch {
      return undefined
    }
  }

  test('an application within another is mounted with its cache', async () => {
    const { app, asked } = sampleApp()
    const { cached } = setUp(app.fetch)
    const outer = new Hono()
    outer.use('*', async (c, next) => {
      await next()
      c.header('x-outer', 'told')
    })
    outer.mount('/inner', cached)
    for (const _time of [1, 2]) {
      const response = await outer.request('/inner/hello')
      expect([response.headers.get('x-outer'), await response.text()]).toEqual(['told', 'hello'])
    }
    expect(asked).toEqual(['GET /hello'])
  })

  test('or answers as a middleware, whatever comes before and after it', async () => {
    const { app, asked } = sampleApp()
    const { cached } = setUp(app.fetch)
    const outer = new Hono<{ Bindings: object }>()
    outer.get('/own', (c) => c.text('own'))
    outer.use('*', (c) => Promise.resolve(cached(c.req.raw, c.env, contextOf(c))))
    for (const _time of [1, 2]) {
      const response = await outer.request('/hello')
      expect(await response.text()).toBe('hello')
    }
    expect(await (await outer.request('/own')).text()).toBe('own')
    expect(asked).toEqual(['GET /hello'])
  })

  test('is told of background work by the execution context', async () => {
    let version = 0
    const app = new Hono().get('/', (c) =>
      c.text(String((version += 1)), 200, { 'cache-control': 'max-age=1, stale-while-revalidate=60' }),
    )
    const { cached, pass } = setUp(app.fetch)
    const outer = new Hono().mount('/', cached)
    const works: Promise<unknown>[] = []
    const context = {
      waitUntil: (work: Promise<unknown>) => void works.push(work),
      passThroughOnException: () => undefined,
      props: {},
    }
    const ask = async (): Promise<Response> => outer.request('/', undefined, {}, context)
    expect(await (await ask()).text()).toBe('1')
    pass(2)
    const stale = await ask()
    expect([await stale.text(), cacheStatus(stale)]).toEqual(['1', 'cachechart; hit; ttl=-1'])
    await Promise.all(works)
    expect([works.length, await (await ask()).text()]).toEqual([3, '2'])
  })
})
