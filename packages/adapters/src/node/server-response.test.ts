import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import {
  BackendError,
  createCache,
  memoryStore,
  type Backend,
  type BackendReply,
  type Cache,
  type PendingRequest,
} from '@cachechart/core'
import { ask } from './fixtures/ask.ts'
import { exchange, rawClient } from './fixtures/raw-client.ts'
import type { GatewayFailure } from './hand-over.ts'
import { serverResponse } from './server-response.ts'

let server: Server
let port: number
let url: string
let cache: Cache
/** Answers what the cache asks for. */
let reply: (answer: BackendReply | PromiseLike<never>) => void
let isAborted: () => boolean
let failures: GatewayFailure[]
/** What becomes of the response, once for each request. */
let ends: Promise<string>[]
/** Does something to a request before it is handed over, or to its response. */
let before: (pending: PendingRequest, response: ServerResponse) => void

const page: BackendReply = {
  status: 200,
  reason: 'OK',
  fields: ['Cache-Control', 'max-age=60'],
  body: Buffer.from('page'),
}

/** A cache whose backend answers when it is told to. */
const heldCache = (): Cache => {
  const answered = Promise.withResolvers<BackendReply>()
  reply = (answer) => answered.resolve(answer)
  const backend: Backend = {
    send: (_request, signal) => {
      isAborted = () => signal.aborted
      return answered.promise
    },
  }
  return createCache({ store: memoryStore(), backend, abort: { leader: { awaitBackend: 'stop' } } })
}

beforeEach(async () => {
  cache = heldCache()
  isAborted = () => false
  failures = []
  ends = []
  before = () => undefined
  server = createServer((request, response) => {
    const target = `http://origin.example${request.url ?? ''}`
    const pending = cache.send({ method: request.method ?? '', url: target, fields: request.rawHeaders })
    before(pending, response)
    const onFailure = (failure: GatewayFailure): void => void failures.push(failure)
    const ended = pending.sendTo(serverResponse(response, { onFailure }))
    ends.push(
      ended.then(
        () => (response.writableFinished ? 'finished' : 'left'),
        (error: Error) => error.name,
      ),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port // it listens on a port
  url = `http://127.0.0.1:${port}/a`
})

afterEach(async () => {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
  const left = cache.inFlight().map(({ key, state }) => `${key} ${state}`)
  if (left.length > 0) throw new Error(`transactions were left open: ${left.join(', ')}`)
})

describe('a pending request that is handed over to a response', () => {
  test('while nothing is known of it is answered when it is', async () => {
    before = (pending) => {
      pending.setResponseHeader('X-Any', 'any')
      pending.setResponseHeader('X-Error', 'error', 'error')
    }
    const answer = ask(url)
    await once(server, 'request')
    reply(page)
    const { status, body, headers } = await answer
    expect([status, body, headers['x-any'], headers['x-error']]).toEqual([200, 'page', 'any', undefined])
    expect(await Promise.all(ends)).toEqual(['finished'])
    expect(failures).toEqual([])
  })

  test('is answered before this returns, when it is a hit', async () => {
    reply(page)
    await ask(url)
    const seen: boolean[] = []
    server.removeAllListeners('request').on('request', (_request, response: ServerResponse) => {
      void cache
        .send({ method: 'GET', url: 'http://origin.example/a', fields: [] })
        .sendTo(serverResponse(response))
      seen.push(response.writableEnded)
    })
    expect(await ask(url)).toMatchObject({ status: 200, body: 'page' })
    expect(seen).toEqual([true])
  })

  test('is answered with a problem when it fails, on which operations for errors count', async () => {
    before = (pending) => {
      pending.setResponseHeader('X-Any', 'any')
      pending.appendResponseHeader('X-Error', 'error', 'error')
      pending.setResponseHeader('X-Response', 'response', 'response')
    }
    reply(Promise.reject(new BackendError('ERR_BACKEND_RESET', 'secret')))
    const { status, headers, body } = await ask(url)
    expect([status, JSON.parse(body).code]).toEqual([502, 'ERR_BACKEND_RESET'])
    expect(headers).toMatchObject({
      'content-type': 'application/problem+json',
      'cache-status': 'cachechart; detail=ERR_BACKEND_RESET',
      'x-any': 'any',
      'x-error': 'error',
    })
    expect(headers).not.toHaveProperty('x-response')
    expect(await Promise.all(ends)).toEqual(['finished'])
    expect(failures).toMatchObject([{ method: 'GET', url: '/a', status: 502, error: { message: 'secret' } }])
  })

  test('whose head cannot be written is answered 500, with the operations for errors', async () => {
    before = (pending) => {
      pending.appendResponseHeader('X-Any', 'any')
      pending.setResponseHeader('X-Response', 'response', 'response')
    }
    reply({ ...page, fields: ['X-Odd', 'a\u0001b'] })
    const { status, headers } = await ask(url)
    expect([status, headers['x-any'], headers['x-response']]).toEqual([500, 'any', undefined])
    expect(await Promise.all(ends)).toEqual(['finished'])
  })

  test('is cancelled by a client that leaves before there is an answer', async () => {
    const client = await rawClient(port)
    client.send('GET /a HTTP/1.1\r\nHost: a\r\n\r\n')
    await once(server, 'request')
    client.socket.destroy()
    expect(await ends[0]).toBe('left')
    await new Promise((resolve) => setImmediate(resolve)) // whoever is told of failures is told later
    expect([isAborted(), failures]).toEqual([true, []])
  })

  test('is cancelled by a client that leaves within the body', async () => {
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(1024)
      await new Promise(() => {})
    }
    cache = createCache({
      store: memoryStore(),
      backend: {
        send: (_request, signal) => {
          isAborted = () => signal.aborted
          return { ...page, fields: ['Cache-Control', 'no-store'], body: endless() }
        },
      },
    })
    const client = await rawClient(port)
    client.send('GET /a HTTP/1.1\r\nHost: a\r\n\r\n')
    await client.waitFor('400\r\n')
    client.socket.destroy()
    expect(await ends[0]).toBe('left')
    expect(isAborted()).toBe(true)
  })

  test('of a client that has left already is cancelled at once', async () => {
    before = (_pending, response) => void response.destroy()
    const client = await rawClient(port)
    client.send('GET /a HTTP/1.1\r\nHost: a\r\n\r\n')
    await client.closed()
    expect([await ends[0], isAborted()]).toEqual(['left', true])
  })

  test('in a pipeline ends with the connection, though its turn never came', async () => {
    const client = await rawClient(port)
    client.send('GET /a HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(3))
    while (ends.length < 3) await once(server, 'request')
    client.socket.destroy()
    expect(await Promise.all(ends)).toEqual(['left', 'left', 'left'])
  })

  test('that is cancelled afterwards is answered 503: somebody waits for it', async () => {
    const handedOver: PendingRequest[] = []
    before = (pending) => void handedOver.push(pending)
    const answer = ask(url)
    await once(server, 'request')
    handedOver[0]?.cancel()
    expect(await answer).toMatchObject({ status: 503, body: expect.stringContaining('ERR_CANCELLED') })
    expect(await Promise.all(ends)).toEqual(['finished'])
  })

  test('takes no more operations on its fields', async () => {
    const handedOver: PendingRequest[] = []
    before = (pending) => void handedOver.push(pending)
    const answer = ask(url)
    await once(server, 'request')
    expect(() => handedOver[0]?.setResponseHeader('X-Late', '1')).toThrow(
      expect.objectContaining({ code: 'ERR_COMPLETED' }),
    )
    reply(page)
    expect((await answer).headers).not.toHaveProperty('x-late')
  })

  test('is cancelled, and refused, when a head was sent already', async () => {
    before = (_pending, response) => void response.writeHead(200, { Connection: 'close' }).write('mine')
    const text = exchange(port, 'GET /a HTTP/1.1\r\nHost: a\r\n\r\n')
    await once(server, 'request')
    expect(await ends[0]).toBe('MisuseError')
    expect(isAborted()).toBe(true)
    server.closeAllConnections()
    expect(await text).toContain('mine')
  })

  test('leaves the connection to the next request', async () => {
    reply(page)
    const request = 'GET /a HTTP/1.1\r\nHost: a\r\n\r\n'
    const last = 'HEAD /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'
    const text = await exchange(port, request + request + last)
    expect(text.match(/HTTP\/1\.1 \d+|page/g)).toEqual([
      ...['HTTP/1.1 200', 'page', 'HTTP/1.1 200', 'page', 'HTTP/1.1 200'],
    ])
    expect(await Promise.all(ends)).toEqual(['finished', 'finished', 'finished'])
  })
})
