import { createServer, request as httpRequest } from 'node:http'
import { afterEach, describe, expect, test } from '@jest/globals'
import { cacheMiddleware, type CacheMiddlewareOptions } from '@cachechart/adapters/node'
import { HeldRequests } from '../fixtures/held-requests.ts'
import { rawExchange } from '../fixtures/raw-exchange.ts'
import { hostOf, type Handler } from './hosts.ts'
import { setUp, type Stage, type StageOptions } from './stage.ts'

let stage: Stage
afterEach(() => stage.strike())

const echo: Handler = (request, response) => {
  response.writeHead(200, { 'Cache-Control': 'max-age=60' }).end(`${request.headers.host}${request.url};`)
}
const begin = async (handler: Handler = echo, options: StageOptions = {}): Promise<void> => {
  stage = await setUp(handler, options)
}
const raw = (text: string): Promise<string> => rawExchange(stage.host.port, text.replaceAll('\n', '\r\n'))
const bodiesIn = (text: string) => text.match(/[^\n;]*;(?=HTTP|$)/gm)

describe('a request', () => {
  test('is told from others by its host, and by what a trusted proxy says of it', async () => {
    await begin()
    for (const Host of ['a.example', 'b.example', 'a.example'])
      expect((await stage.client.ask('/', { headers: { Host } })).body).toBe(`${Host}/;`)
    const forged = { Host: 'a.example', 'X-Forwarded-Host': 'b.example' }
    expect((await stage.client.ask('/', { headers: forged })).body).toBe('a.example/;')
    expect(stage.calls).toHaveLength(2)
    await stage.strike()
    await begin(echo, { forwarded: 'trust' })
    const said = { Host: 'inner', 'X-Forwarded-Host': 'a.example', 'X-Forwarded-Proto': 'https' }
    await stage.client.ask('/', { headers: said })
    expect(stage.middleware.cache.traces().at(-1)?.key).toBe('https://a.example/')
  })

  test('of a pipeline gets its answer in its turn, hit or miss, and on HTTP/1.0 the connection ends with it', async () => {
    await begin()
    const get = (path: string): string => `GET ${path} HTTP/1.1\nHost: a\n\n`
    await raw('GET /b HTTP/1.1\nHost: a\nConnection: close\n\n')
    const answers = await raw(
      `${get('/a')}${get('/b')}${get('/c')}GET /a HTTP/1.1\nHost: a\nConnection: close\n\n`,
    )
    expect(bodiesIn(answers)).toEqual(['a/a;', 'a/b;', 'a/c;', 'a/a;'])
    expect(stage.calls).toEqual(['GET /b', 'GET /a', 'GET /c'])
    expect(await raw('GET /b HTTP/1.0\nHost: a\n\n')).toMatch(/Connection: close[^]*a\/b;$/)
    expect(await raw('GET /old HTTP/1.0\n\n')).toMatch(/undefined\/old;$/)
  })

  test('ends its connection where the application says so', async () => {
    await begin((_request, response) => {
      response.writeHead(200, { Connection: 'close', 'Cache-Control': 'max-age=60' }).end('last;')
    })
    const get = 'GET / HTTP/1.1\nHost: a\n\n'
    expect(await raw(get)).toMatch(/\r\nConnection: close\r\n[^]*last;$/)
    // Of the connection of another client it has said nothing.
    const { headers } = await stage.client.ask('/', { headers: { Host: 'a' } })
    expect([headers.connection, headers['cache-status']]).toEqual(['keep-alive', 'cachechart; hit; ttl=60'])
  })

  test('without a target that could be a key is for the application alone', async () => {
    await begin()
    const answer = await raw('OPTIONS * HTTP/1.1\nHost: a\nConnection: close\n\n')
    expect([answer.includes('a*;'), answer.includes('Cache-Status')]).toEqual([true, false])
  })

  test('with content is not answered with what another was answered', async () => {
    await begin((request, response) => {
      let text = ''
      request.on('data', (chunk: Buffer) => (text += chunk.toString()))
      request.on('end', () => response.writeHead(200, { 'Cache-Control': 'max-age=60' }).end(text))
    })
    for (const body of ['one', 'two']) {
      const answer = await stage.client.ask('/', { body, headers: { 'Content-Length': '3' } })
      expect([answer.body, answer.headers['cache-status']]).toEqual([body, 'cachechart; fwd=bypass'])
    }
  })

  test('that asks for another protocol goes past the cache', async () => {
    await begin()
    const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket' }
    await new Promise((resolve, reject) => {
      const { port } = stage.host
      httpRequest({ port, headers: upgrade }, (response) => {
        expect(response.headers['cache-status']).toBeUndefined()
        response.resume().on('end', resolve)
      })
        .on('error', reject)
        .end()
    })
  })

  test('that expects 100 (Continue) is told so by the server or by the application', async () => {
    const cached = cacheMiddleware()
    const server = createServer()
    server.on('checkContinue', (request, response) => {
      cached(request, response, () => {
        response.writeContinue()
        request.resume().on('end', () => response.end('taken'))
      })
    })
    stage = await setUp(echo)
    const host = await hostOf(server)
    const text =
      'POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab'
    expect(await rawExchange(host.port, text)).toMatch(
      /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK[^]*taken$/,
    )
    await host.close()
  })
})

describe('header operations', () => {
  test('reach the client on a miss, on a hit and on an error', async () => {
    const held = new HeldRequests()
    await begin(held.answer, {
      onSend(pending) {
        pending.setResponseHeader('X-Served', 'response', 'response')
        pending.setResponseHeader('X-Failed', 'error', 'error')
      },
    })
    const miss = stage.client.ask('/')
    const first = await held.next()
    first.response.writeHead(200, { 'Cache-Control': 'max-age=60' }).end('whole')
    for (const answer of [await miss, await stage.client.ask('/')]) {
      expect([answer.headers['x-served'], answer.headers['x-failed']]).toEqual(['response', undefined])
    }
    const failing = stage.client.ask('/other')
    const other = await held.next()
    other.response.destroy()
    const error = await failing
    expect([error.status, error.headers['x-served'], error.headers['x-failed']]).toEqual([
      502,
      undefined,
      'error',
    ])
  })
})

describe('hooks and overrides', () => {
  test('change what the application is asked and what is kept of its answer', async () => {
    await begin((request, response) => response.end(`${String(request.headers['x-hook'])};`), {
      overrides: {
        ttl: 60,
        beforeSend: (request) => {
          request.setHeader('X-Hook', 'was here')
        },
        afterSend: (candidate) => {
          candidate.setHeader('X-After', 'too')
        },
      },
    })
    expect((await stage.client.ask('/')).body).toBe('was here;')
    const hit = await stage.client.ask('/')
    expect([hit.body, hit.headers['x-after'], hit.headers['cache-status']]).toEqual([
      'was here;',
      'too',
      'cachechart; hit; ttl=60',
    ])
  })

  test('cannot send a request elsewhere', async () => {
    const failures: unknown[] = []
    await begin(echo, {
      onFailure: ({ status, error }) => failures.push([status, error]),
      overrides: {
        beforeSend: (request) => {
          // eslint-disable-next-line no-param-reassign -- that is what it is for
          request.url = 'http://elsewhere.example/'
        },
      },
    })
    expect((await stage.client.ask('/')).status).toBe(502)
    expect(failures).toMatchObject([[502, { code: 'ERR_BACKEND_FAILED' }]])
    expect(stage.calls).toEqual([])
  })
})

describe('cacheMiddleware', () => {
  test.each([
    [{ forwarded: 'maybe' }, 'cacheMiddleware: forwarded is "ignore" or "trust"; seen: maybe'],
    [{ cookies: 'none' }, 'cacheMiddleware: cookies is "apart" or "together"; seen: none'],
    [{ deadlines: { reply: -1 } }, 'deadlines.reply'],
  ])('refuses %j', async (options, message) => {
    stage = await setUp(echo)
    expect(() => cacheMiddleware(options as CacheMiddlewareOptions)).toThrow(message)
  })
})

test('a field may be called as what every object has', async () => {
  const own = await setUp((request, response) => response.end(String(request.headers['constructor'])))
  try {
    const headers = { constructor: 'x', 'If-None-Match': '"y"' }
    expect(await own.client.ask('/', { headers })).toMatchObject({ status: 200, body: 'x' })
  } finally {
    await own.strike()
  }
})
