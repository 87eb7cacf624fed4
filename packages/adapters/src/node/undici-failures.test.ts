import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { MisuseError, type BackendRequest } from '@cachechart/core'
import { always, BackendFixture, never, readText, requestTo } from './fixtures/backend-fixture.ts'
import type { RawAnswer } from './fixtures/raw-origin.ts'
import { undiciBackend } from './undici-backend.ts'

const fixture = new BackendFixture()
afterEach(() => fixture.stop())

describe('a failure', () => {
  test.each<[string, string, string]>([
    ['ERR_BACKEND_PROTOCOL', 'garbage', 'bytes that are not HTTP'],
    [
      'ERR_BACKEND_PROTOCOL',
      `HTTP/1.1 200 OK\r\nX-Big: ${'x'.repeat(20_000)}\r\n\r\n`,
      'a head over the limit',
    ],
    [
      'ERR_BACKEND_PROTOCOL',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n',
      'another transfer coding',
    ],
    [
      'ERR_BACKEND_PROTOCOL',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
      'an upgrade',
    ],
    ['ERR_BACKEND_PROTOCOL', 'HTTP/1.1 100 Continue\r\n\r\n', 'an unasked-for 100'],
    ['ERR_BACKEND_PROTOCOL', 'HTTP/1.1 200 OK\r\nX: a\u0000b\r\n\r\n', 'a control character in a field'],
  ])('is %s with %j: %s', async (code, message) => {
    const origin = await fixture.startOrigin(always(message))
    const sent = fixture.startBackend().send(requestTo(origin.port), never)
    await expect(sent).rejects.toMatchObject({ name: 'BackendError', code, status: 502 })
  })

  test.each<[string, string]>([
    ['HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf', 'ERR_BACKEND_SHORT_BODY'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\nhalf', 'ERR_BACKEND_SHORT_BODY'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf', 'ERR_BACKEND_RESET'],
    [
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n9\r\nhalf',
      'ERR_BACKEND_RESET',
    ],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx', 'ERR_BACKEND_PROTOCOL'],
  ])('within the body of %j is %s', async (message, code) => {
    const origin = await fixture.startOrigin((socket) => {
      socket.write(message)
      setImmediate(() => socket.end())
    })
    const reply = fixture.startBackend().send(requestTo(origin.port), never)
    await expect((async () => readText((await reply).body))()).rejects.toMatchObject({
      name: 'BackendError',
      code,
    })
  })

  test('by a reset within the body is ERR_BACKEND_RESET', async () => {
    const origin = await fixture.startOrigin(always('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'))
    const { body } = await fixture.startBackend().send(requestTo(origin.port), never)
    for (const socket of origin.connections) socket.resetAndDestroy()
    await expect(readText(body)).rejects.toMatchObject({
      code: 'ERR_BACKEND_RESET',
      cause: { code: 'ECONNRESET' },
    })
  })

  test.each<[string, string, (socket: Socket) => void]>([
    ['that is refused', 'http', (socket) => socket.destroy()],
    ['whose other side speaks no TLS', 'https', (socket) => socket.end('no')],
  ])('to make a connection %s is ERR_BACKEND_UNREACHABLE', async (_title, scheme, onConnection) => {
    const server = createServer(onConnection).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo // a server on a port has such an address
    if (scheme === 'http') server.close()
    const sent = fixture.startBackend().send(requestTo(0, { url: `${scheme}://127.0.0.1:${port}/` }), never)
    await expect(sent).rejects.toMatchObject({ code: 'ERR_BACKEND_UNREACHABLE', status: 502 })
    server.close()
  })

  test('to answer in time is ERR_BACKEND_TIMEOUT, for the head and for the body', async () => {
    const silent = await fixture.startOrigin(() => undefined)
    const backend = fixture.startBackend({ headTimeout: 50, bodyTimeout: 50 })
    await expect(backend.send(requestTo(silent.port), never)).rejects.toMatchObject({
      code: 'ERR_BACKEND_TIMEOUT',
      status: 504,
    })
    const stalling = await fixture.startOrigin(always('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'))
    const { body } = await backend.send(requestTo(stalling.port), never)
    await expect(readText(body)).rejects.toMatchObject({ code: 'ERR_BACKEND_TIMEOUT' })
  })

  test.each<[string, Partial<BackendRequest>]>([
    ['a method that is none', { method: 'G T' }],
    ['a line break in a field', { fields: ['X', 'a\r\nY: b'] }],
    ['a space in the path', { url: 'http://127.0.0.1:1/a b' }],
    ['two Host fields', { fields: ['Host', 'a', 'Host', 'b'] }],
  ])('through the request itself is ERR_BACKEND_REQUEST: %s', async (_title, more) => {
    await expect(fixture.startBackend().send(requestTo(1, more), never)).rejects.toMatchObject({
      code: 'ERR_BACKEND_REQUEST',
    })
  })

  test.each([{ headTimeout: 0 }, { bodyTimeout: -1 }, { connectTimeout: 1.5 }, { maxHeadSize: Number.NaN }])(
    'to be configured is a MisuseError: %j',
    (options) => {
      expect(() => undiciBackend(options)).toThrow(MisuseError)
    },
  )
})

describe('a lost connection', () => {
  const resetFirst: RawAnswer = (socket, _head, count) => {
    if (count === 0) socket.resetAndDestroy()
    else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi')
  }

  test.each(['GET', 'OPTIONS'])('is tried once more for %s', async (method) => {
    const origin = await fixture.startOrigin(resetFirst)
    const reply = await fixture.startBackend().send(requestTo(origin.port, { method }), never)
    expect(await readText(reply.body)).toBe('hi')
    expect(origin.heads).toHaveLength(2)
  })

  test.each<[string, Partial<BackendRequest>]>([
    ['a method that is not safe', { method: 'DELETE' }],
    ['a body', { method: 'GET', body: Buffer.from('x') }],
  ])('is not tried again with %s', async (_title, more) => {
    const origin = await fixture.startOrigin(resetFirst)
    await expect(fixture.startBackend().send(requestTo(origin.port, more), never)).rejects.toMatchObject({
      code: 'ERR_BACKEND_RESET',
    })
    expect(origin.heads).toHaveLength(1)
  })

  test('is not tried a third time', async () => {
    const origin = await fixture.startOrigin((socket) => socket.resetAndDestroy())
    await expect(fixture.startBackend().send(requestTo(origin.port), never)).rejects.toMatchObject({
      code: 'ERR_BACKEND_RESET',
    })
    expect(origin.heads).toHaveLength(2)
  })

  test('is not tried again once something of a response has come', async () => {
    const origin = await fixture.startOrigin((socket) => socket.end('HTTP/1.1 2'))
    await expect(fixture.startBackend().send(requestTo(origin.port), never)).rejects.toMatchObject({
      code: 'ERR_BACKEND_RESET',
    })
    expect(origin.heads).toHaveLength(1)
  })
})

describe('cancelling', () => {
  test('before sending sends nothing', () => {
    expect(() => fixture.startBackend().send(requestTo(1), AbortSignal.abort())).toThrow(
      expect.objectContaining({ code: 'ERR_BACKEND_CANCELLED' }),
    )
  })

  test('while waiting for the head rejects at once and closes the connection', async () => {
    const abort = new AbortController()
    const closed = Promise.withResolvers<void>()
    const origin = await fixture.startOrigin((socket) => {
      socket.on('close', () => {
        closed.resolve()
      })
      abort.abort(new Error('enough'))
    })
    const sent = fixture.startBackend().send(requestTo(origin.port), abort.signal)
    await expect(sent).rejects.toMatchObject({ code: 'ERR_BACKEND_CANCELLED', cause: new Error('enough') })
    await closed.promise
    expect(origin.heads).toHaveLength(1)
  })

  test.each<[string, (body: AsyncIterable<Uint8Array>, abort: AbortController) => Promise<unknown>]>([
    [
      'by the signal',
      async (body, abort) => {
        const reading = readText(body)
        abort.abort()
        await expect(reading).rejects.toMatchObject({ code: 'ERR_BACKEND_CANCELLED' })
      },
    ],
    [
      'by leaving the body',
      async (body) => {
        for await (const chunk of body) {
          expect(Buffer.from(chunk).toString()).toBe('half')
          break
        }
      },
    ],
  ])('within the body, %s, closes the connection', async (_title, leave) => {
    const closed = Promise.withResolvers<void>()
    const origin = await fixture.startOrigin((socket) => {
      socket.on('close', () => {
        closed.resolve()
      })
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf')
    })
    const abort = new AbortController()
    const { body } = await fixture.startBackend().send(requestTo(origin.port), abort.signal)
    if (body === null || body instanceof Uint8Array) throw new Error('a stream was expected')
    await leave(body, abort)
    await expect(closed.promise).resolves.toBeUndefined()
  })
})
