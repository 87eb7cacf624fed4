import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from '@jest/globals'
import { GatewayFixture } from './fixtures/gateway-fixture.ts'
import { exchange, rawClient } from './fixtures/raw-client.ts'

const fixture = new GatewayFixture()
afterEach(() => fixture.stop())

/** By node:http, which shows field lines as they came. */
async function fetchRaw(url: string, options: { method?: string; headers?: readonly string[] } = {}) {
  const { method = 'GET', headers = [] } = options
  const request = httpRequest(url, {
    method,
    headers: ['Host', new URL(url).host, ...headers],
    agent: false,
  }).end()
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return { status: response.statusCode, fields: response.rawHeaders, body: await text(response), response }
}

const valueOf = (fields: readonly string[], name: string): string | undefined =>
  fields[fields.findIndex((field, index) => index % 2 === 0 && field.toLowerCase() === name) + 1]

describe('a cacheable response', () => {
  test('comes from the origin once, and then from the cache, byte for byte', async () => {
    let asked = 0
    const { url } = await fixture.start((_request, response) => {
      asked += 1
      response.writeHead(200, 'Fine', [
        'Cache-Control',
        'max-age=60',
        'X-A',
        'caf\u00e9',
        'x-a',
        'b',
        'Set-X',
        'c',
      ])
      response.end('h\u00e9llo')
    })
    const first = await fetchRaw(url)
    const second = await fetchRaw(url)
    expect(asked).toBe(1)
    for (const { status, body, fields, response } of [first, second]) {
      expect([status, response.statusMessage, body]).toEqual([200, 'Fine', 'h\u00e9llo'])
      expect(fields.slice(0, 8)).toEqual([
        'Cache-Control',
        'max-age=60',
        'X-A',
        'caf\u00e9',
        'x-a',
        'b',
        'Set-X',
        'c',
      ])
      expect(valueOf(fields, 'via')).toBe('1.1 cachechart')
    }
    expect(valueOf(first.fields, 'cache-status')).toMatch(/^cachechart; fwd=/)
    expect(valueOf(second.fields, 'cache-status')).toMatch(/^cachechart; hit/)
    // The origin's clock counts whole seconds, of which one may just have passed.
    expect(valueOf(second.fields, 'age')).toMatch(/^[0-9]$/)
    expect(valueOf(second.fields, 'content-length')).toBe('6')
  })

  test('is kept apart by host, so that nobody can put one host’s response under another’s name', async () => {
    const { url } = await fixture.start((request, response) => {
      response
        .writeHead(200, { 'Cache-Control': 'max-age=60' })
        .end(String(request.headers['x-forwarded-host']))
    })
    const evil = await fetchRaw(url, { headers: ['X-Forwarded-Host', 'evil.example'] })
    expect(evil.body).toBe(new URL(url).host)
    const { port } = new URL(url)
    const ask = (host: string) =>
      exchange(Number(port), `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    expect(await ask('b.example')).toContain('b.example')
    expect((await fetchRaw(url)).body).toBe(new URL(url).host)
  })

  test('is answered 304 to a client that has it already', async () => {
    const { url } = await fixture.start((_request, response) => {
      response.writeHead(200, { 'Cache-Control': 'max-age=60', ETag: '"1"' }).end('body')
    })
    await fetchRaw(url)
    const { status, body } = await fetchRaw(url, { headers: ['If-None-Match', '"1"'] })
    expect([status, body]).toEqual([304, ''])
  })

  test('answers HEAD without a body and with the length', async () => {
    const { url } = await fixture.start((_request, response) => {
      response.writeHead(200, { 'Cache-Control': 'max-age=60', 'Content-Length': 4 }).end('body')
    })
    await fetchRaw(url)
    const { status, body, fields } = await fetchRaw(url, { method: 'HEAD' })
    expect([status, body, valueOf(fields, 'content-length')]).toEqual([200, '', '4'])
  })
})

describe('a response that passes', () => {
  test('keeps several Set-Cookie lines, and its Location stays before the gateway', async () => {
    const { url } = await fixture.start((request, response) => {
      const host = String(request.headers.host)
      response
        .writeHead(302, ['set-cookie', 'a=1', 'Set-Cookie', 'b=2', 'Location', `http://${host}/there`])
        .end()
    })
    const { status, fields } = await fetchRaw(url, { method: 'POST' })
    expect(status).toBe(302)
    expect(fields.slice(0, 6)).toEqual(['set-cookie', 'a=1', 'Set-Cookie', 'b=2', 'Location', '/there'])
  })

  test('brings its trailers, but none that belong in the head', async () => {
    const { url } = await fixture.start((_request, response) => {
      response.writeHead(200, { Trailer: 'X-Sum', 'Cache-Control': 'no-store' })
      response.write('body')
      response.addTrailers([
        ['X-Sum', '4'],
        ['Set-Cookie', 'a=1'],
      ])
      response.end()
    })
    const { body, response } = await fetchRaw(url)
    expect([body, response.rawTrailers]).toEqual(['body', ['X-Sum', '4']])
  })

  test('loses its trailers where the client speaks HTTP/1.0', async () => {
    const { port } = await fixture.start((_request, response) => {
      response.writeHead(200, { Trailer: 'X-Sum', 'Cache-Control': 'no-store' })
      response.write('body')
      response.addTrailers([['X-Sum', '4']])
      response.end()
    })
    const message = await exchange(port, 'GET / HTTP/1.0\r\n\r\n')
    expect(message).toMatch(/^HTTP\/1.1 200 OK\r\n/)
    expect(message).toMatch(/\r\n\r\nbody$/)
  })

  test.each([204, 304])('with status %i has no body and leaves the connection usable', async (status) => {
    const { port } = await fixture.start((_request, response) => {
      response.writeHead(status, { 'Cache-Control': 'no-store' }).end()
    })
    const client = await rawClient(port)
    client.send('GET /1 HTTP/1.1\r\nHost: a\r\nIf-None-Match: "1"\r\nCache-Control: no-store\r\n\r\n')
    client.send(
      'GET /2 HTTP/1.1\r\nHost: a\r\nIf-None-Match: "1"\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n',
    )
    const { text: all } = await client.closed()
    expect(all.split(`HTTP/1.1 ${status}`)).toHaveLength(3)
    expect(all).toMatch(/\r\n\r\n$/)
    expect(all).not.toMatch(/transfer-encoding/i)
  })

  test('sends its head before the body comes', async () => {
    const bodyWanted = Promise.withResolvers<void>()
    const { port } = await fixture.start((_request, response) => {
      response.writeHead(200, { 'Cache-Control': 'no-store' }).flushHeaders()
      void bodyWanted.promise.then(() => response.end('late'))
    })
    const client = await rawClient(port)
    client.send('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    expect(await client.waitFor('\r\n\r\n')).not.toContain('late')
    bodyWanted.resolve()
    expect((await client.closed()).text).toContain('late')
  })
})

describe('a request', () => {
  test('reaches the origin with the gateway’s Host, Via and X-Forwarded-*, and nothing of its connection', async () => {
    const { port, origin } = await fixture.startRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
    })
    const fields =
      'Host: Shop.example\r\nX-Own: a\r\nx-own: b\r\nConnection: close, x-drop\r\nX-Drop: 1\r\nTE: gzip\r\n'
    await exchange(
      port,
      `GET //evil.example/../a?b=%2e HTTP/1.1\r\n${fields}Upgrade: h2c\r\nX-Forwarded-Proto: ftp\r\n\r\n`,
    )
    expect(origin.heads[0]?.split('\r\n')).toEqual([
      'GET //evil.example/../a?b=%2e HTTP/1.1',
      `host: 127.0.0.1:${origin.port}`,
      'connection: keep-alive',
      'X-Own: a',
      'x-own: b',
      expect.stringMatching(/^Via: 1\.1 cachechart \([0-9a-f]{12}\)$/),
      'X-Forwarded-For: 127.0.0.1',
      'X-Forwarded-Host: shop.example',
      'X-Forwarded-Proto: http',
      '',
      '',
    ])
  })

  test('that comes back to its gateway is answered 508', async () => {
    const self = { port: 0 }
    const { port } = await fixture.start((request, response) => {
      const via = String(request.headers.via)
      httpRequest({ port: self.port, path: '/', headers: { Via: via } }, (reply) => {
        response.writeHead(reply.statusCode ?? 0)
        reply.pipe(response)
      }).end()
    })
    self.port = port
    expect(await exchange(port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toContain(
      'ERR_GATEWAY_LOOP',
    )
  })

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'QUERY'])(
    '%s carries its body, chunked or counted',
    async (method) => {
      const { port } = await fixture.start((request, response) => {
        void text(request).then((body) => response.end(`${request.method} ${body}`))
      })
      const head = `${method} / HTTP/1.1\r\nHost: a\r\n`
      const client = await rawClient(port)
      client.send(`${head}Content-Length: 5\r\n\r\nhello${head}Transfer-Encoding: chunked\r\n\r\n`)
      client.send('2\r\nhe\r\n')
      await client.waitFor(`${method} hello`)
      client.send('3\r\nllo\r\n0\r\n\r\n')
      expect(await client.waitFor(`${method} hello`, 2)).toContain('HTTP/1.1 200 OK')
    },
  )

  test('that waits for 100 Continue gets it, and its body goes on', async () => {
    const { port } = await fixture.start((request, response) => {
      void text(request).then((body) => response.end(`got ${body}`))
    })
    const client = await rawClient(port)
    client.send(
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n',
    )
    await client.waitFor('HTTP/1.1 100 Continue\r\n\r\n')
    client.send('hello')
    expect((await client.closed()).text).toContain('got hello')
  })

  test('whose body the origin does not wait for is answered, and its connection goes on', async () => {
    const { port } = await fixture.start((request, response) => {
      if (request.method === 'GET') response.end('next')
      else response.writeHead(413, { 'Content-Length': 3 }).end('no!')
    })
    const client = await rawClient(port)
    client.send(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n${'x'.repeat(1000)}`)
    await client.waitFor('no!')
    client.send(`${'x'.repeat(999_000)}GET / HTTP/1.1\r\nHost: a\r\n\r\n`)
    expect(await client.waitFor('next')).toContain('HTTP/1.1 413')
  })

  test('is answered in turn with those before it on its connection', async () => {
    const { port } = await fixture.start((request, response) => {
      const delay = request.url === '/1' ? 20 : 0
      setTimeout(() => response.end(`answer to ${request.url}.`), delay)
    })
    const client = await rawClient(port)
    client.send(['/1', '/2', '/3'].map((path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`).join(''))
    const all = await client.waitFor('answer to /3')
    expect(all.match(/answer to ../g)).toEqual(['answer to /1', 'answer to /2', 'answer to /3'])
  })

  test('may be one of many on a connection: no listeners pile up there', async () => {
    const { port, gateway } = await fixture.start((request, response) => {
      const cacheControl = request.url === '/hit' ? 'max-age=60' : 'no-store'
      response.writeHead(200, { 'Cache-Control': cacheControl }).end(request.url)
    })
    const connected = once(gateway.server, 'connection') as Promise<[Socket]>
    const client = await rawClient(port)
    const [socket] = await connected
    const listeners = () => socket.eventNames().map((name) => [name, socket.listenerCount(name)])
    let lasts = 0
    const ask = async (times: number): Promise<void> => {
      for (const path of ['/hit', '/miss']) {
        client.send(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(times))
        client.send(`POST /last HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n${times % 10}`)
      }
      lasts += 2
      await client.waitFor('/last', lasts)
    }
    await ask(1)
    const before = listeners()
    for (const times of [1, 20, 1, 20]) await ask(times)
    expect(listeners()).toEqual(before)
    expect(client.received().split('/miss')).toHaveLength(1 + 1 + 42)
  })
})

describe('OPTIONS and other methods of the gateway’s own', () => {
  test.each([
    ['OPTIONS * HTTP/1.1', '', 'HTTP/1.1 204 No Content'],
    ['OPTIONS / HTTP/1.1', 'Max-Forwards: 0\r\n', 'HTTP/1.1 204 No Content'],
    ['OPTIONS / HTTP/1.1', 'Max-Forwards: 1\r\n', 'HTTP/1.1 200 OK'],
    ['TRACE / HTTP/1.1', '', 'HTTP/1.1 501 Not Implemented'],
    ['CONNECT a:80 HTTP/1.1', '', 'HTTP/1.1 501 Not Implemented'],
  ])('%s %j is answered %s', async (line, more, expected) => {
    const { port, origin } = await fixture.startRaw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
    })
    expect(await exchange(port, `${line}\r\nHost: a\r\n${more}Connection: close\r\n\r\n`)).toContain(expected)
    expect(origin.heads).toHaveLength(expected.includes('200') ? 1 : 0)
  })
})
