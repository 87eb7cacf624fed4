import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from '@jest/globals'
import { cacheMiddleware, type CacheMiddleware } from '@cachechart/adapters/node'
import { eventually } from '../fixtures/eventually.ts'
import { readBody } from '../fixtures/read-body.ts'
import { hostOf, type Handler, type StartHost } from './hosts.ts'
import { setUp, type Stage } from './stage.ts'
import { squeeze } from './squeeze.ts'

let stage: Stage
afterEach(() => stage.strike())

type Neighbour = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

/** The middleware with another one before it. */
const behind =
  (outer: Neighbour): StartHost =>
  (middleware: CacheMiddleware, handler: Handler) =>
    hostOf(
      createServer((request, response) => {
        outer(request, response, () => {
          middleware(request, response, () => handler(request, response))
        })
      }),
    )

const fresh = 'max-age=60'

describe('what earlier middleware has set on the response', () => {
  let visitors = 0
  const outer: Neighbour = (request, response, next) => {
    visitors += 1
    response.setHeader('X-Request-Id', String(visitors))
    response.setHeader('X-Powered-By', 'tests')
    response.setHeader('Set-Cookie', [`visit=${visitors}`])
    response.setHeader('Vary', 'Origin')
    response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*')
    next()
  }
  const begin = async (handler: Handler): Promise<void> => {
    visitors = 0
    stage = await setUp(handler, { start: behind(outer) })
  }

  test("is each client's own, whether the response was stored or not", async () => {
    await begin((_request, response) => {
      response.setHeader('Cache-Control', fresh)
      response.appendHeader('Vary', 'Accept-Language')
      response.end('whole')
    })
    const first = await stage.client.ask('/')
    const second = await stage.client.ask('/')
    expect(stage.calls).toHaveLength(1)
    for (const [index, { headers }] of [first, second].entries()) {
      expect(headers).toMatchObject({
        'x-request-id': String(index + 1),
        'x-powered-by': 'tests',
        'set-cookie': [`visit=${index + 1}`],
        vary: 'Origin, Accept-Language',
        'access-control-allow-origin': '*',
      })
    }
    expect(second.headers['cache-status']).toBe('cachechart; hit; ttl=60')
  })

  test('can be seen by the application, and gives way to what that sets', async () => {
    const seen: unknown[] = []
    await begin((_request, response) => {
      seen.push(response.getHeader('x-powered-by'), response.hasHeader('X-Request-Id'))
      response.setHeader('X-Powered-By', 'the application')
      response.writeHead(200, ['Cache-Control', fresh, 'X-Own', 'a', 'X-Own', 'b']).end('whole')
    })
    for (const powered of [await stage.client.ask('/'), await stage.client.ask('/')]) {
      expect(powered.headers).toMatchObject({ 'x-powered-by': 'the application', 'x-own': 'a, b' })
    }
    expect(seen).toEqual(['tests', true])
    expect(stage.calls).toHaveLength(1)
  })

  test('adds to what a stored response varies by, and takes nothing from it', async () => {
    stage = await setUp(
      (_request, response) => {
        response.writeHead(200, { 'Cache-Control': fresh, Vary: 'Accept-Language' }).end('whole')
      },
      {
        start: behind((request, response, next) => {
          if (request.headers.origin !== undefined) response.setHeader('Vary', 'Origin, accept-language')
          next()
        }),
      },
    )
    const seen = []
    for (const headers of [{}, { Origin: 'http://a.example' }, {}])
      seen.push((await stage.client.ask('/', { headers })).headers.vary)
    expect(seen).toEqual(['Accept-Language', 'accept-language, Origin', 'Accept-Language'])
    expect(stage.calls).toHaveLength(1)
  })

  test('is joined by the cookies of the application, which alone keep a response from being stored', async () => {
    await begin((_request, response) => {
      response.appendHeader('Set-Cookie', 'own=1')
      response.writeHead(200, { 'Cache-Control': fresh }).end('for one')
    })
    for (const visit of ['visit=1', 'visit=2']) {
      expect((await stage.client.ask('/')).headers['set-cookie']).toEqual([visit, 'own=1'])
    }
    expect(stage.calls).toHaveLength(2)
  })

  test('counts for the response as far as it is about caching', async () => {
    stage = await setUp((_request, response) => response.setHeader('ETag', '"one"').end('private'), {
      start: behind((_request, response, next) => {
        response.setHeader('Cache-Control', 'no-store')
        next()
      }),
    })
    const { headers } = await stage.client.ask('/')
    expect([headers['cache-control'], headers['cache-status']]).toEqual([
      'no-store',
      'cachechart; fwd=uri-miss',
    ])
  })
})

describe('middleware that changes the response itself', () => {
  const handler: Handler = (_request, response) => {
    response.setHeader('Cache-Control', fresh)
    response.write('one ')
    setImmediate(() => response.end('x'.repeat(200_000)))
  }
  const body = `one ${'x'.repeat(200_000)}`
  const readSqueezed = async (): Promise<readonly unknown[]> => {
    const { response } = await stage.client.open('/')
    const { headers } = response
    const text = gunzipSync(await readBody(response)).toString()
    return [text === body, headers['content-encoding'], headers['vary'], headers['cache-status']]
  }

  test('works on what the cache answers, where it stands before it', async () => {
    stage = await setUp(handler, { start: behind(squeeze) })
    const coded = [true, 'gzip', 'Accept-Encoding']
    expect(await readSqueezed()).toEqual([...coded, 'cachechart; fwd=uri-miss; stored'])
    expect(await readSqueezed()).toEqual([...coded, 'cachechart; hit; ttl=60'])
    expect(stage.calls).toHaveLength(1)
  })

  test('still has its say when the application has long brought up to date what it works on', async () => {
    let version = 0
    const stale: Handler = (_request, response) => {
      version += 1
      response.setHeader('Cache-Control', 'max-age=1, stale-while-revalidate=600')
      response.end(version === 1 ? body : 'new')
    }
    stage = await setUp(stale, { start: behind(squeeze) })
    await readSqueezed()
    stage.clock.pass(2)
    const { response } = await stage.client.open('/')
    await eventually(
      'the refresh is done',
      () => stage.middleware.cache.inFlight().length === 0 && version === 2,
    )
    expect(gunzipSync(await readBody(response)).toString() === body).toBe(true)
  })

  test('works on what the application answers, where it stands behind it', async () => {
    stage = await setUp((request, response) => {
      squeeze(request, response, () => handler(request, response))
    })
    const coded = [true, 'gzip', 'Accept-Encoding']
    expect(await readSqueezed()).toEqual([...coded, 'cachechart; fwd=uri-miss; stored'])
    expect(await readSqueezed()).toEqual([...coded, 'cachechart; hit; ttl=60'])
    expect(stage.calls).toHaveLength(1)
  })

  test('hears of the client, and sees what the client was sent', async () => {
    const finished: unknown[] = []
    const start = behind((_request, response, next) => {
      response.setHeader('X-Slow', '1')
      response.on('finish', () => {
        const { statusCode, headersSent, writableEnded } = response
        finished.push([statusCode, headersSent, writableEnded, response.getHeader('etag')])
      })
      next()
    })
    stage = await setUp(
      (_request, response) => {
        response.writeHead(200, { 'Cache-Control': fresh, ETag: '"one"' }).end('whole')
      },
      { start },
    )
    const headers = { 'If-None-Match': '"one"' }
    for (const seen of [1, 2]) {
      expect((await stage.client.ask('/', { headers })).status).toBe(304)
      await eventually('it is told', () => finished.length === seen)
      expect(finished.at(-1)).toEqual([304, true, true, '"one"'])
    }
  })

  test('that is another cache leaves the request to the one before it', async () => {
    const inner = cacheMiddleware()
    stage = await setUp((request, response) => {
      inner(request, response, () => response.writeHead(200, { 'Cache-Control': fresh }).end('whole'))
    })
    expect((await stage.client.ask('/')).headers['cache-status']).toBe('cachechart; fwd=uri-miss; stored')
    expect((await stage.client.ask('/')).headers['cache-status']).toBe('cachechart; hit; ttl=60')
    expect(inner.cache.ledger().clients.taken).toBe(0)
  })
})
