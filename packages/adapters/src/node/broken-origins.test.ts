import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { GatewayFixture } from './fixtures/gateway-fixture.ts'
import { exchange, rawClient } from './fixtures/raw-client.ts'
import type { RawAnswer } from './fixtures/raw-origin.ts'
import type { GatewayFailure } from './hand-over.ts'

const fixture = new GatewayFixture()
afterEach(() => fixture.stop())

const ask = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'
const fresh = 'HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n'

describe('an origin that gives no response head', () => {
  test.each<[string, RawAnswer, [number, string]]>([
    ['resets the connection', (socket) => socket.resetAndDestroy(), [502, 'ERR_BACKEND_RESET']],
    ['closes the connection', (socket) => socket.end(), [502, 'ERR_BACKEND_RESET']],
    [
      'breaks off within its head',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nX-A'),
      [502, 'ERR_BACKEND_RESET'],
    ],
    ['answers garbage', (socket) => socket.write('garbage\r\n\r\n'), [502, 'ERR_BACKEND_PROTOCOL']],
    [
      'sends a head over the limit',
      (socket) => socket.write(`${fresh}X: ${'x'.repeat(20_000)}\r\n\r\n`),
      [502, 'ERR_BACKEND_PROTOCOL'],
    ],
    ['never answers', () => undefined, [504, 'ERR_BACKEND_TIMEOUT']],
  ])('because it %s is answered for, and the failure is reported', async (_title, answer, [status, code]) => {
    const failures: GatewayFailure[] = []
    const { port, gateway } = await fixture.startRaw(answer, {
      timeouts: { responseHead: 50 },
      onFailure: (failure) => failures.push(failure),
    })
    const message = await exchange(port, ask)
    expect(message).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(message).toContain(`\r\nCache-Status: cachechart; detail=${code}\r\n`)
    expect(message).not.toContain('127.0.0.1')
    expect(JSON.parse(message.slice(message.indexOf('\r\n\r\n')))).toMatchObject({
      status,
      code,
      type: 'about:blank',
    })
    expect(failures).toEqual([expect.objectContaining({ method: 'GET', url: 'http://a/', status })])
    expect(failures[0]?.error).toMatchObject({ code })
    expect(gateway.cache.inFlight()).toEqual([])
  })

  test('because nothing listens there is answered 502', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port: unused } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    const { port } = await fixture.startBefore(unused)
    expect(await exchange(port, ask)).toContain('"code":"ERR_BACKEND_UNREACHABLE"')
  })

  test('keeps the client’s connection usable', async () => {
    const { port } = await fixture.startRaw((socket, _head, count) => {
      if (count < 2) socket.destroy()
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
    })
    const client = await rawClient(port)
    client.send('GET /1 HTTP/1.1\r\nHost: a\r\n\r\n')
    await client.waitFor('ERR_BACKEND_RESET', 2)
    client.send('GET /2 HTTP/1.1\r\nHost: a\r\n\r\n')
    expect(await client.waitFor('\r\n\r\nok')).toContain('HTTP/1.1 200 OK')
  })
})

describe('an origin that breaks off within its body', () => {
  const half: readonly [string, string][] = [
    ['of known length', `${fresh}Content-Length: 10\r\n\r\nhalf`],
    ['in chunks', `${fresh}Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n`],
  ]

  test.each(half)(
    '%s leaves the client with a broken message, and nothing stored',
    async (_title, message) => {
      const { port, origin } = await fixture.startRaw((socket) => socket.write(message))
      for (const round of [1, 2]) {
        const client = await rawClient(port)
        client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
        await client.waitFor('half')
        for (const socket of origin.connections) socket.destroy()
        const { text } = await client.closed()
        expect(text).not.toMatch(/\r\n0\r\n/)
        expect(text).not.toContain('Content-Length: 4')
        expect(origin.heads).toHaveLength(round)
      }
    },
  )

  test('resets the connection of an HTTP/1.0 client, which could not tell otherwise', async () => {
    const { port, origin } = await fixture.startRaw((socket) => {
      socket.write(`${fresh}Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n`)
    })
    const client = await rawClient(port)
    client.send('GET / HTTP/1.0\r\n\r\n')
    await client.waitFor('half')
    for (const socket of origin.connections) socket.destroy()
    expect((await client.closed()).reset).toBe(true)
  })

  test('and is silent instead ends by its deadline', async () => {
    const { port } = await fixture.startRaw(
      (socket) => socket.write(`${fresh}Content-Length: 10\r\n\r\nhalf`),
      {
        timeouts: { responseBody: 100 },
      },
    )
    expect(await exchange(port, ask)).toMatch(/half$/)
  })

  test('while others are ahead in the pipeline leaves those whole, and ends the connection then', async () => {
    const sockets = new Map<string, Socket>()
    const broken = Promise.withResolvers<void>()
    const { port } = await fixture.startRaw(
      (socket, head) => {
        sockets.set(head.startsWith('GET /first ') ? 'first' : 'second', socket)
        if (sockets.size === 2) sockets.get('second')?.write(`${fresh}Content-Length: 10\r\n\r\nhalf`)
      },
      {
        onTransition: ({ event }) => {
          if (event === 'reply.store') sockets.get('second')?.destroy()
          if (event === 'delivery.failed') broken.resolve()
        },
      },
    )
    const client = await rawClient(port)
    client.send('GET /first HTTP/1.1\r\nHost: a\r\n\r\nGET /second HTTP/1.1\r\nHost: a\r\n\r\n')
    await broken.promise
    sockets.get('first')?.write(`${fresh}Content-Length: 5\r\n\r\nwhole`)
    expect((await client.closed()).text).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*\r\n\r\nwhole/)
  })
})

describe('an origin that sends what a response may not hold', () => {
  test.each([
    ['a line break by a bare CR', `${fresh}X: a\rSet-Cookie: evil\r\nContent-Length: 0\r\n\r\n`],
    ['a NUL', `${fresh}X: a\u0000b\r\nContent-Length: 0\r\n\r\n`],
    ['two lengths', `${fresh}Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx`],
    [
      'a length and chunks',
      `${fresh}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`,
    ],
  ])('%s is answered for with 502', async (_title, message) => {
    const { port } = await fixture.startRaw((socket) => socket.write(message))
    expect(await exchange(port, ask)).toMatch(/^HTTP\/1.1 502 /)
  })

  test('as a reason gives the client a response without one', async () => {
    const { port } = await fixture.startRaw((socket) => {
      socket.write('HTTP/1.1 200 caf\u00e9\r\nContent-Length: 2\r\n\r\nok', 'latin1')
    })
    expect(await exchange(port, ask)).toMatch(/^HTTP\/1.1 200 \r\n/)
  })
})

describe('a client that leaves', () => {
  test('before a response that nobody would store is there ends the request to the origin', async () => {
    const asked = Promise.withResolvers<void>()
    const ended = Promise.withResolvers<void>()
    const { port } = await fixture.startRaw((socket) => {
      socket.on('close', () => {
        ended.resolve()
      })
      asked.resolve()
    })
    const client = await rawClient(port)
    client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n')
    await asked.promise
    client.socket.destroy()
    await expect(ended.promise).resolves.toBeUndefined()
  })

  test('leaves its response to the cache', async () => {
    const asked = Promise.withResolvers<void>()
    const { port, origin, gateway } = await fixture.startRaw(() => {
      asked.resolve()
    })
    const client = await rawClient(port)
    client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await asked.promise
    client.socket.destroy()
    await client.closed()
    for (const socket of origin.connections) socket.write(`${fresh}Content-Length: 2\r\n\r\nok`)
    await gateway.cache.drain()
    expect(await exchange(port, ask)).toContain('cachechart; hit')
    expect(origin.heads).toHaveLength(1)
  })

  test('with several requests in its pipeline leaves none of them behind', async () => {
    const asked = Promise.withResolvers<void>()
    const { port, origin, gateway } = await fixture.startRaw((_socket, _head, count) => {
      if (count === 2) asked.resolve()
    })
    const client = await rawClient(port)
    client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n'.repeat(3))
    await asked.promise
    const ended = Promise.all([...origin.connections].map((socket) => once(socket, 'close')))
    client.socket.destroy()
    await ended
    await gateway.cache.drain()
    expect(gateway.cache.inFlight()).toEqual([])
  })
})
