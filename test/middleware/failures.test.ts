import { afterEach, describe, expect, test } from '@jest/globals'
import type { MiddlewareFailure } from '@cachechart/adapters/node'
import { eventually } from '../fixtures/eventually.ts'
import { HeldRequests } from '../fixtures/held-requests.ts'
import { readBody } from '../fixtures/read-body.ts'
import { hosts, type Handler } from './hosts.ts'
import { setUp, type Stage, type StageOptions } from './stage.ts'

let stage: Stage
let held: HeldRequests
let failures: MiddlewareFailure[]
afterEach(() => stage.strike())

const fresh = { 'Cache-Control': 'max-age=60' }
const codeOf = (body: string): unknown => (JSON.parse(body) as { code?: unknown }).code

describe.each(hosts)('on %s,', (_name, start) => {
  const begin = async (options: StageOptions & { readonly handler?: Handler } = {}): Promise<void> => {
    held = new HeldRequests()
    failures = []
    const onFailure = (failure: MiddlewareFailure): void => void failures.push(failure)
    stage = await setUp(options.handler ?? held.answer, { start, onFailure, ...options })
  }

  /** A client that asks and leaves when its request is there. */
  const leaveOnceHeld = async (): Promise<Awaited<ReturnType<HeldRequests['next']>>> => {
    const controller = new AbortController()
    const leaving = stage.client.ask('/', { signal: controller.signal }).catch(() => 'left')
    const taken = await held.next()
    controller.abort()
    expect(await leaving).toBe('left')
    await eventually('the server has seen it leave', () => taken.request.destroyed || taken.request.aborted)
    return taken
  }

  test('the application goes on for a client that has left, and its answer is stored', async () => {
    await begin()
    const { response } = await leaveOnceHeld()
    expect([response.destroyed, response.closed, response.socket?.writable]).toEqual([false, false, true])
    response.writeHead(200, fresh)
    response.write('stored ')
    await new Promise((resolve) => setImmediate(resolve))
    response.end('all the same')
    await stage.middleware.cache.drain()
    const answer = await stage.client.ask('/')
    expect([answer.body, answer.headers['cache-status']]).toEqual([
      'stored all the same',
      'cachechart; hit; ttl=60',
    ])
    expect(stage.calls).toEqual(['GET /'])
    expect(failures).toEqual([])
  })

  test('a client that leaves within the body takes nothing from another that waits', async () => {
    await begin()
    const controller = new AbortController()
    const leaving = stage.client.open('/', { signal: controller.signal })
    const { response } = await held.next()
    const staying = stage.client.ask('/')
    await eventually('the other has come', () => stage.middleware.cache.inFlight().length === 2)
    response.writeHead(200, fresh)
    response.write('first ')
    const { response: received } = await leaving
    received.on('error', () => undefined)
    received.resume()
    controller.abort()
    await eventually('the server has seen it leave', () => response.req.socket.destroyed)
    response.end('second')
    expect((await staying).body).toBe('first second')
    expect((await stage.client.ask('/')).headers['cache-status']).toBe('cachechart; hit; ttl=60')
  })

  test('an endless response closes for the application when its client leaves', async () => {
    await begin()
    const controller = new AbortController()
    const opening = stage.client.open('/', { signal: controller.signal })
    const { response, left } = await held.next()
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' })
    response.write('data: 1\n\n')
    const { response: received } = await opening
    received.on('error', () => undefined)
    controller.abort()
    await left
    expect([response.destroyed, response.writableFinished]).toEqual([true, false])
  })

  test('an application that waits for its client to read is told when that leaves', async () => {
    await begin()
    const controller = new AbortController()
    const opening = stage.client.open('/', { signal: controller.signal })
    const { response, left } = await held.next()
    response.writeHead(200, { 'Cache-Control': 'no-store' })
    while (response.write(Buffer.alloc(64 * 1024))) await new Promise((resolve) => setImmediate(resolve))
    const { response: received } = await opening
    received.on('error', () => undefined)
    controller.abort()
    await left
    expect(stage.middleware.cache.inFlight()).toEqual([])
  })

  test('the response closes for the application where the abort policy says so', async () => {
    await begin({ abort: { leader: { awaitBackend: 'stop' } } })
    const { response, left } = await leaveOnceHeld()
    await left
    expect([response.destroyed, response.closed, response.writableFinished]).toEqual([true, true, false])
    const told = await new Promise((resolve) => response.write('too late', resolve))
    expect(told).toMatchObject({ code: 'ERR_STREAM_DESTROYED' })
  })

  test('a response that the application destroys is a 502, and nothing of it is stored', async () => {
    await begin()
    const asking = stage.client.ask('/')
    const { response } = await held.next()
    response.setHeader('Cache-Control', 'max-age=60')
    response.destroy(new Error('gave up'))
    const answer = await asking
    expect([answer.status, codeOf(answer.body)]).toEqual([502, 'ERR_BACKEND_RESET'])
    expect(failures).toMatchObject([
      { method: 'GET', url: '/', status: 502, error: { cause: { message: 'gave up' } } },
    ])
    const again = stage.client.ask('/')
    const { response: second } = await held.next()
    second.end('well')
    expect((await again).body).toBe('well')
    expect(stage.client.connections).toBe(1)
  })

  test('a response that is destroyed after its head breaks off for all who read it', async () => {
    await begin()
    const openings = [stage.client.open('/'), stage.client.open('/')]
    const { request, response } = await held.next()
    await eventually('both have come', () => stage.middleware.cache.inFlight().length === 2)
    response.writeHead(200, fresh)
    response.write('half')
    const bodies = (await Promise.all(openings)).map(({ response: received }) => readBody(received))
    // As Express does when an error comes after the head.
    request.socket.destroy()
    expect(await Promise.allSettled(bodies)).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }])
    expect(stage.middleware.cache.inFlight()).toEqual([])
  })

  test('an application that never answers is a 504 when its time is over', async () => {
    await begin({ deadlines: { reply: 1_000 } })
    const asking = stage.client.ask('/')
    const { response, left } = await held.next()
    stage.clock.pass(2)
    const answer = await asking
    expect([answer.status, codeOf(answer.body)]).toEqual([504, 'ERR_DEADLINE'])
    await left
    response.end('nobody hears it')
    const again = stage.client.ask('/')
    const next = await held.next()
    next.response.end('in time')
    expect((await again).body).toBe('in time')
    expect(stage.client.connections).toBe(1)
  })

  test('what fails is stood in for by a stale response, where stale-if-error permits it', async () => {
    await begin()
    const first = stage.client.ask('/')
    const one = await held.next()
    one.response.writeHead(200, { 'Cache-Control': 'max-age=1, stale-if-error=60' }).end('old')
    await first
    stage.clock.pass(2)
    const second = stage.client.ask('/')
    const two = await held.next()
    two.response.destroy()
    expect((await second).body).toBe('old')
    expect(failures).toEqual([])
  })

  test('what is written after the end is refused as node:http refuses it', async () => {
    await begin()
    const asking = stage.client.ask('/')
    const { response } = await held.next()
    const errors: unknown[] = []
    response.on('error', (error: Error) => errors.push(error))
    response.end('whole')
    expect([response.headersSent, response.writableEnded]).toEqual([true, true])
    expect(() => response.setHeader('X-Late', '1')).toThrow(
      expect.objectContaining({ code: 'ERR_HTTP_HEADERS_SENT' }),
    )
    expect(() => response.writeHead(500)).toThrow(expect.objectContaining({ code: 'ERR_HTTP_HEADERS_SENT' }))
    const told = await new Promise((resolve) => response.write('more', resolve))
    expect(told).toMatchObject({ code: 'ERR_STREAM_WRITE_AFTER_END' })
    expect(errors).toEqual([told])
    expect((await asking).body).toBe('whole')
  })
})

describe('a handler without a framework', () => {
  const begin = async (handler: Handler): Promise<void> => {
    failures = []
    stage = await setUp(handler, { onFailure: (failure) => void failures.push(failure) })
  }

  test.each([
    [
      'throws',
      () => {
        throw new Error('boom')
      },
    ],
    ['rejects', () => Promise.reject(new Error('boom'))],
  ] as const)('that %s is a 502, and whoever listens is told why', async (_how, handler) => {
    await begin(handler)
    const answer = await stage.client.ask('/?secret=1')
    expect([answer.status, codeOf(answer.body)]).toEqual([502, 'ERR_BACKEND_FAILED'])
    expect(answer.body).not.toContain('boom')
    expect(failures).toMatchObject([
      { method: 'GET', url: '/?secret=1', error: { cause: { message: 'boom' } } },
    ])
  })

  test('that throws after the head breaks its response off', async () => {
    await begin((_request, response) => {
      response.writeHead(200, fresh)
      response.flushHeaders()
      throw new Error('boom')
    })
    await expect(stage.client.ask('/')).rejects.toThrow('aborted')
  })
})
