import { afterEach, describe, expect, test } from '@jest/globals'
import { GatewayFixture } from './fixtures/gateway-fixture.ts'
import { exchange, rawClient } from './fixtures/raw-client.ts'

const fixture = new GatewayFixture()
afterEach(() => fixture.stop())

const start = () =>
  fixture.startRaw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 2\r\n\r\nok')
  })

/** The body of the last message. */
const problemIn = (message: string): unknown => JSON.parse(message.slice(message.lastIndexOf('\r\n\r\n')))

describe('a bad request is answered by the gateway, and nothing of it reaches the origin', () => {
  test.each<[string, string, [number, string]]>([
    ['no HTTP at all', 'hello\r\n\r\n', [400, 'ERR_GATEWAY_MALFORMED']],
    ['TLS on a plain port', '\u0016\u0003\u0001\u0002\u0000\u0001', [400, 'ERR_GATEWAY_MALFORMED']],
    ['another protocol version', 'GET / HTTP/3.7\r\nHost: a\r\n\r\n', [400, 'ERR_GATEWAY_MALFORMED']],
    ['an unknown method', 'FETCH / HTTP/1.1\r\nHost: a\r\n\r\n', [400, 'ERR_GATEWAY_MALFORMED']],
    ['a space before the colon', 'GET / HTTP/1.1\r\nHost : a\r\n\r\n', [400, 'ERR_GATEWAY_MALFORMED']],
    ['a folded line', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n', [400, 'ERR_GATEWAY_MALFORMED']],
    ['a bare CR in a field', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n', [400, 'ERR_GATEWAY_MALFORMED']],
    ['a NUL in a field', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n', [400, 'ERR_GATEWAY_MALFORMED']],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx',
      [400, 'ERR_GATEWAY_MALFORMED'],
    ],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      [400, 'ERR_GATEWAY_MALFORMED'],
    ],
    [
      'a length that is none',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n',
      [400, 'ERR_GATEWAY_MALFORMED'],
    ],
    [
      'a coding that is not chunked',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n',
      [400, 'ERR_GATEWAY_MALFORMED'],
    ],
    [
      'a coding beside chunked, which nobody takes off',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n',
      [501, 'ERR_GATEWAY_CODING'],
    ],
    [
      'chunks in HTTP/1.0',
      'POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      [400, 'ERR_GATEWAY_MALFORMED'],
    ],
    [
      'a head over the limit',
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      [431, 'ERR_GATEWAY_HEAD_SIZE'],
    ],
    [
      'a target over the limit',
      `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
      [431, 'ERR_GATEWAY_HEAD_SIZE'],
    ],
    ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', [400, 'ERR_GATEWAY_HOST']],
    [
      'two Hosts',
      'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n',
      [400, 'ERR_GATEWAY_HOST'],
    ],
    [
      'a Host that is none',
      'GET / HTTP/1.1\r\nHost: a/b\r\nConnection: close\r\n\r\n',
      [400, 'ERR_GATEWAY_HOST'],
    ],
    ['a relative target', 'GET x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', [400, 'ERR_GATEWAY']],
    ['a fragment', 'GET /a#b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', [400, 'ERR_GATEWAY_TARGET']],
    ['an asterisk', 'GET * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', [400, 'ERR_GATEWAY_TARGET']],
    [
      'another scheme',
      'GET https://a/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      [421, 'ERR_GATEWAY_MISDIRECTED'],
    ],
    [
      'an expectation that nobody knows',
      'GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nConnection: close\r\n\r\n',
      [417, 'ERR_GATEWAY_EXPECTATION'],
    ],
  ])('%s', async (_title, message, [status, code]) => {
    const { port, origin } = await start()
    const answer = await exchange(port, message)
    expect(answer.match(/HTTP\/1\.1 (\d+)/)?.[1]).toBe(String(status))
    expect(answer).toContain('\r\nContent-Type: application/problem+json\r\n')
    expect(answer).toContain('\r\nCache-Control: no-store\r\n')
    expect(answer).toMatch(/\r\nCache-Status: cachechart; detail=ERR_GATEWAY_\w+\r\n/)
    expect(problemIn(answer)).toMatchObject({
      type: 'about:blank',
      status,
      code: expect.stringContaining(code),
    })
    expect(origin.heads).toEqual([])
  })

  test('an absolute target is none of them: it counts, and Host does not', async () => {
    const { port, origin } = await start()
    await exchange(port, 'GET http://B.example/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    expect(origin.heads[0]).toMatch(/^GET \/x HTTP\/1.1\r\n/)
    expect(origin.heads[0]).toContain('X-Forwarded-Host: b.example\r\n')
  })

  test('a line break cannot be smuggled into a field of the request to the origin', async () => {
    const { port, origin } = await start()
    await exchange(
      port,
      'GET /%0d%0aX:%20y HTTP/1.1\r\nHost: a\r\nX-A: b%0d%0aX-B: c\r\nConnection: close\r\n\r\n',
    )
    expect(origin.heads).toHaveLength(1)
    expect(origin.heads[0]).toMatch(/^GET \/%0d%0aX:%20y HTTP\/1.1\r\n/)
    expect(origin.heads[0]).toContain('\r\nX-A: b%0d%0aX-B: c\r\n')
  })
})

describe('a request that breaks off', () => {
  test('within its body ends the request to the origin', async () => {
    const ended = Promise.withResolvers<void>()
    const { port } = await fixture.start((request, response) => {
      request.resume().on('error', () => {
        ended.resolve()
      })
      response.on('error', () => undefined)
    })
    const client = await rawClient(port)
    client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf')
    setImmediate(() => client.socket.destroy())
    await expect(ended.promise).resolves.toBeUndefined()
  })

  test('within a chunk is answered 400, and ends the request to the origin', async () => {
    const begun = Promise.withResolvers<void>()
    const ended = Promise.withResolvers<void>()
    const { port } = await fixture.start((request) => {
      begun.resolve()
      request.resume().on('error', () => {
        ended.resolve()
      })
    })
    const client = await rawClient(port)
    client.send('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n')
    await begun.promise
    client.send('zz\r\n')
    expect((await client.closed()).text).toContain('HTTP/1.1 400 Bad Request')
    await ended.promise
  })

  test('before the origin is asked is answered 400, and nothing waits for it', async () => {
    const { port } = await start()
    const head = 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n'
    expect(await exchange(port, `${head}4\r\nhalf\r\nzz\r\n`)).toContain('HTTP/1.1 400 Bad Request')
  })

  test('within its head is forgotten', async () => {
    const { port, origin } = await start()
    const client = await rawClient(port)
    client.send('GET / HTTP/1.1\r\nHost: a\r\nX-')
    client.socket.destroy()
    await client.closed()
    expect(origin.heads).toEqual([])
  })

  test('as garbage behind a request in progress does not end up within its answer', async () => {
    const headOut = Promise.withResolvers<void>()
    const { port } = await fixture.start((_request, response) => {
      response.writeHead(200, { 'Cache-Control': 'no-store', 'Content-Length': 10 }).write('half')
      headOut.resolve()
    })
    const client = await rawClient(port)
    client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await client.waitFor('half')
    client.send('garbage\r\n\r\n')
    expect((await client.closed()).text).toMatch(/\r\n\r\nhalf$/)
  })

  test('is answered 408 when its head takes too long', async () => {
    const { port } = await fixture.startRaw(() => undefined, { timeouts: { requestHead: 50 } })
    const client = await rawClient(port)
    client.send('GET / HTTP/1.1\r\n')
    const { text } = await client.closed()
    expect(text).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n/)
    expect(problemIn(text)).toMatchObject({ code: 'ERR_GATEWAY_REQUEST_TIMEOUT' })
  })
})
