import type { Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { ResponseHead } from '@cachechart/core'
import { afterEach, describe, expect, test } from '@jest/globals'
import { MockAgent } from 'undici'
import { always, BackendFixture, never, readText, requestTo } from './fixtures/backend-fixture.ts'
import { undiciBackend } from './undici-backend.ts'

const fixture = new BackendFixture()
afterEach(() => fixture.stop())

describe('a reply', () => {
  test('has its field lines as they came: case, order, duplicates and bytes', async () => {
    const origin = await fixture.startOrigin(
      always(
        'HTTP/1.1 200 Fine\r\nX-A: caf\u00e9\r\nset-cookie: a\r\nSet-Cookie: b\r\nContent-Length: 0\r\n\r\n',
      ),
    )
    const reply = await fixture.startBackend().send(requestTo(origin.port), never)
    expect(reply).toMatchObject({ status: 200, reason: 'Fine' })
    expect(reply.fields).toEqual([
      'X-A',
      'caf\u00e9',
      'set-cookie',
      'a',
      'Set-Cookie',
      'b',
      'Content-Length',
      '0',
    ])
  })

  test('that came in one piece is handed out in one piece', async () => {
    const origin = await fixture.startOrigin(always('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'))
    const { body } = await fixture.startBackend().send(requestTo(origin.port), never)
    expect(body).toBeInstanceOf(Uint8Array)
    expect(await readText(body)).toBe('hi')
  })

  test('that goes on is handed out as a stream, and its trailers at the end', async () => {
    const origin = await fixture.startOrigin((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n')
    })
    const reply = await fixture.startBackend().send(requestTo(origin.port), never)
    expect(reply.body).not.toBeInstanceOf(Uint8Array)
    for (const socket of origin.connections) socket.write('4\r\n all\r\n0\r\nX-Sum: 5\r\n\r\n')
    expect(await readText(reply.body)).toBe('hi all')
    expect(reply.trailers?.()).toEqual(['X-Sum', '5'])
  })

  test.each([
    ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n'],
    ['GET', 'HTTP/1.1 204 No Content\r\n\r\n'],
    ['GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n'],
    ['HEAD', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n'],
    ['GET', 'HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: gzip, chunked\r\n\r\n'],
  ])('to %s without content has no body: %j', async (method, message) => {
    const origin = await fixture.startOrigin(always(message))
    const reply = await fixture.startBackend().send(requestTo(origin.port, { method }), never)
    expect(reply.body).toBeNull()
  })

  test.each(['GET', 'HEAD', 'POST'])(
    'to %s comes after interim responses, each told of as it comes, whose fields are their own',
    async (method) => {
      // Each is sent when the one before it has been told of.
      const messages = [
        'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nlink: </\u00e4>\r\n\r\n',
        'HTTP/1.1 102 Fr\u00fch\r\n\r\n',
        'HTTP/1.1 199\r\nContent-Length: 5\r\n\r\n',
        'HTTP/1.1 103 \r\nTransfer-Encoding: chunked\r\n\r\n',
        'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
      ]
      const told: ResponseHead[] = []
      const next = (socket: Socket): boolean => socket.write(messages[told.length] ?? '', 'latin1')
      const origin = await fixture.startOrigin(next)
      const onInformation = (head: ResponseHead): void => {
        told.push(head)
        for (const socket of origin.connections) next(socket)
      }
      const request = requestTo(origin.port, { method, onInformation })
      const reply = await fixture.startBackend().send(request, never)
      expect(reply).toMatchObject({ status: 200, fields: ['Content-Length', '0'] })
      expect(told).toEqual([
        { status: 103, reason: 'Early Hints', fields: ['Link', '</a>', 'link', '</\u00e4>'] },
        { status: 102, reason: '', fields: [] },
        { status: 199, reason: '', fields: ['Content-Length', '5'] },
        { status: 103, reason: '', fields: ['Transfer-Encoding', 'chunked'] },
      ])
    },
  )

  test('has an empty reason where the origin’s holds what no reason may hold', async () => {
    const origin = await fixture.startOrigin(always('HTTP/1.1 200 caf\u00e9\r\nContent-Length: 0\r\n\r\n'))
    expect((await fixture.startBackend().send(requestTo(origin.port), never)).reason).toBe('')
  })

  test('may come from any dispatcher, which stays open', async () => {
    const dispatcher = new MockAgent()
    dispatcher.disableNetConnect()
    dispatcher
      .get('http://a.example')
      .intercept({ path: '/p' })
      .reply(200, 'mock', { headers: { 'X-A': 'b' } })
    const backend = undiciBackend({ dispatcher })
    const reply = await backend.send(requestTo(0, { url: 'http://a.example/p#fragment' }), never)
    expect(await readText(reply.body)).toBe('mock')
    expect(reply.fields).toEqual(expect.arrayContaining(['X-A', 'b']))
    await backend.close()
    dispatcher.get('http://a.example').intercept({ path: '/again' }).reply(204)
    expect(
      await dispatcher.request({ origin: 'http://a.example', path: '/again', method: 'GET' }),
    ).toBeDefined()
    await dispatcher.close()
  })
})

describe('a body that nobody reads', () => {
  test('stays at the origin, and goes on when it is read', async () => {
    const size = 32 * 1024 * 1024
    const chunk = Buffer.alloc(1024 * 1024)
    const origin = await fixture.startOrigin((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`)
      const fill = (): void => {
        while (socket.bytesWritten + socket.writableLength < size && socket.write(chunk));
      }
      socket.on('drain', fill)
      fill()
    })
    const { body } = await fixture.startBackend().send(requestTo(origin.port), never)
    const [socket] = origin.connections
    // Two looks, far apart for a loopback, agree.
    let before = -1
    while (before !== socket?.bytesWritten) {
      before = socket?.bytesWritten ?? 0
      await setTimeout(100)
    }
    expect(before).toBeLessThan(size / 2)
    let received = 0
    if (body instanceof Uint8Array || body === null) throw new Error('a stream was expected')
    for await (const piece of body) received += piece.length
    expect(received).toBeGreaterThanOrEqual(size)
  })
})

describe('a request', () => {
  test('goes out with its path as it is, and without what belongs to a connection', async () => {
    const origin = await fixture.startOrigin(always('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
    const fields = [
      'Host',
      'other.example',
      'X-Cookie',
      'a',
      'x-cookie',
      'b',
      'Expect',
      '100-continue',
      'TE',
      'trailers',
    ]
    const url = `http://127.0.0.1:${origin.port}//evil.example/../x?y`
    await fixture
      .startBackend()
      .send(requestTo(0, { url, fields: [...fields, 'Upgrade', 'h2c', 'Connection', 'upgrade'] }), never)
    expect(origin.heads[0]?.split('\r\n')).toEqual([
      'GET //evil.example/../x?y HTTP/1.1',
      'host: other.example',
      'connection: keep-alive',
      'X-Cookie: a',
      'x-cookie: b',
      '',
      '',
    ])
  })

  test.each([
    ['http://h', '/'],
    ['http://h?q', '/?q'],
  ])('for %s asks for %s', async (url, path) => {
    const origin = await fixture.startOrigin(always('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
    await fixture
      .startBackend()
      .send(requestTo(0, { url: url.replace('//h', `//127.0.0.1:${origin.port}`) }), never)
    expect(origin.heads[0]).toContain(`GET ${path} HTTP/1.1`)
  })

  test.each([
    ['bytes', () => Buffer.from('hello')],
    ['an empty body', () => new Uint8Array(0)],
  ])('sends %s with their length', async (_title, body) => {
    const origin = await fixture.startOrigin(always('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
    await fixture.startBackend().send(requestTo(origin.port, { method: 'POST', body: body() }), never)
    expect(origin.heads[0]).toContain(`content-length: ${body().length}\r\n`)
  })

  test('whose origin answers early stops its body', async () => {
    const origin = await fixture.startOrigin(always('HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n'))
    const calls: string[] = []
    const body = {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          calls.push('next')
          return calls.length === 1
            ? Promise.resolve({ done: false, value: Buffer.from('part') })
            : new Promise<never>(() => undefined)
        },
        return: () => {
          calls.push('return')
          return Promise.resolve({ done: true as const, value: undefined })
        },
      }),
    }
    const reply = await fixture.startBackend().send(requestTo(origin.port, { method: 'POST', body }), never)
    expect(reply.status).toBe(413)
    expect(calls.at(-1)).toBe('return')
  })

  test('whose body breaks off fails by its own fault, and its connection ends', async () => {
    const gone = Promise.withResolvers<void>()
    const origin = await fixture.startOrigin((socket) => {
      socket.on('close', () => {
        gone.resolve()
      })
    })
    async function* body() {
      yield Buffer.from('part')
      await Promise.resolve()
      throw new Error('no more')
    }
    const sent = fixture.startBackend().send(requestTo(origin.port, { method: 'POST', body: body() }), never)
    await expect(sent).rejects.toMatchObject({
      code: 'ERR_BACKEND_REQUEST',
      status: 400,
      cause: new Error('no more'),
    })
    await gone.promise
  })
})
