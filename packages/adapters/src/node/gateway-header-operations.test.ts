import type { RequestListener } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { StoreError, type PendingRequest } from '@cachechart/core'
import { ask, type Question, type Told } from './fixtures/ask.ts'
import type { GatewayOptions } from './gateway-options.ts'
import { GatewayFixture } from './fixtures/gateway-fixture.ts'

const fixture = new GatewayFixture()
afterEach(() => fixture.stop())

/** Every kind of operation, for every target; `X-Twice` tells whether they were applied once. */
const onSend = (pending: PendingRequest): void => {
  pending.setResponseHeader('X-Any', 'any')
  pending.appendResponseHeader('X-Twice', '1')
  pending.appendResponseHeader('X-Twice', '2')
  pending.setResponseHeader('X-Response', 'response', 'response')
  pending.setResponseHeader('X-Error', 'error', 'error')
  pending.removeResponseHeader('X-Origin', 'any')
}

const ofAny = { 'x-any': 'any', 'x-twice': '1, 2' }
const expectResponse = ({ headers }: Told): void => {
  expect(headers).toMatchObject({ ...ofAny, 'x-response': 'response' })
  expect(headers).not.toHaveProperty('x-error')
  expect(headers).not.toHaveProperty('x-origin')
}
const expectError = ({ headers }: Told): void => {
  expect(headers).toMatchObject({ ...ofAny, 'x-error': 'error' })
  expect(headers).not.toHaveProperty('x-response')
}

/** What the origin of a test says; it may be down. */
let says: { status: number; control: string } | 'nothing'
beforeEach(() => {
  says = { status: 200, control: 'max-age=60' }
})

const origin: RequestListener = (request, response) => {
  if (says === 'nothing') {
    request.socket.destroy()
    return
  }
  const fields = { 'Cache-Control': says.control, ETag: '"1"', 'X-Origin': 'origin' }
  response.writeHead(request.headers['if-none-match'] === undefined ? says.status : 304, fields)
  response.end('body')
}

const start = async (options: Partial<GatewayOptions> = {}) =>
  (await fixture.start(origin, { onSend, ...options })).url

describe('operations on the fields of a response', () => {
  test('are done to a miss, and to a hit, each for itself', async () => {
    const url = await start()
    const miss = await ask(url)
    const hit = await ask(url)
    expect([miss, hit].map(({ headers }) => headers['cache-status'])).toEqual([
      expect.stringContaining('fwd=uri-miss'),
      expect.stringContaining('; hit'),
    ])
    expectResponse(miss)
    expectResponse(hit)
  })

  test('are not stored: a gateway without them on the same store knows nothing of them', async () => {
    let operations = onSend
    const { url } = await fixture.start(origin, { onSend: (pending) => operations(pending) })
    expectResponse(await ask(url))
    operations = () => undefined
    const { headers } = await ask(url)
    expect(headers).toMatchObject({ 'x-origin': 'origin', 'cache-status': expect.stringContaining('; hit') })
    expect(headers).not.toHaveProperty('x-any')
  })

  test.each<[string, Question, number]>([
    ['a 304 to a client that has it', { headers: { 'If-None-Match': '"1"' } }, 304],
    ['a part of it', { headers: { Range: 'bytes=0-1' } }, 206],
    ['HEAD', { method: 'HEAD' }, 200],
  ])('are done to %s', async (_what, question, status) => {
    const url = await start()
    await ask(url)
    const told = await ask(url, question)
    expect(told.status).toBe(status)
    expectResponse(told)
  })

  test('are done to what is served stale, while it is refreshed or in place of an error', async () => {
    says = { status: 200, control: 'max-age=0, stale-while-revalidate=60, stale-if-error=60' }
    const url = await start()
    await ask(url)
    const stale = await ask(url)
    expect(stale.headers['cache-status']).toMatch(/; hit; ttl=-?\d+/)
    expectResponse(stale)
    says = 'nothing'
    const masked = await ask(url, { headers: { 'Cache-Control': 'max-age=0, max-stale' } })
    expect(masked).toMatchObject({ status: 200, body: 'body' })
    expectResponse(masked)
  })

  test('are done to what was validated', async () => {
    says = { status: 200, control: 'no-cache' }
    const url = await start()
    await ask(url)
    const validated = await ask(url)
    expect(validated).toMatchObject({ status: 200, body: 'body' })
    expect(validated.headers['cache-status']).toContain('fwd-status=304')
    expectResponse(validated)
  })

  test('are done to what passes, and to an error of the origin: it is a response', async () => {
    const url = await start()
    expectResponse(await ask(url, { method: 'POST', body: 'body' }))
    says = { status: 503, control: 'no-store' }
    const told = await ask(url, { method: 'POST', body: 'body' })
    expect(told.status).toBe(503)
    expectResponse(told)
  })
})

describe('operations on the fields of an error', () => {
  test('are done, once, to the problem that is made of it', async () => {
    says = 'nothing'
    const told = await ask(await start())
    expect([told.status, told.headers['content-type']]).toEqual([502, 'application/problem+json'])
    expect(told.headers['content-length']).toBe(String(told.body.length))
    expectError(told)
  })

  test('are done to the 504 of a cache that was asked alone', async () => {
    const told = await ask(await start(), { headers: { 'Cache-Control': 'only-if-cached' } })
    expect(told.status).toBe(504)
    expectError(told)
  })

  test('are done where the store fails', async () => {
    const error = new StoreError('ERR_STORE_FAILED', 'secret')
    const store = { get: () => ({ type: 'error', error }) } as unknown as GatewayOptions['store'] // nothing else of it is asked
    const told = await ask(await start({ store, policy: { onStoreFailure: 'fail' } }))
    expect(told.status).toBe(503)
    expectError(told)
  })

  test('may replace what a problem says of itself, but not how long it is', async () => {
    says = 'nothing'
    const url = await start({
      onSend: (pending) => {
        pending.setResponseHeader('Content-Type', 'application/json', 'error')
        pending.setResponseHeader('Retry-After', '5', 'error')
        expect(() => pending.setResponseHeader('Content-Length', '1', 'error')).toThrow('Content-Length')
      },
    })
    const { headers, body } = await ask(url)
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'retry-after': '5' })
    expect(JSON.parse(body)).toMatchObject({ status: 502 })
  })

  test('are no part of what the gateway answers before there is a request for the cache', async () => {
    const url = await start()
    const told = await ask(url, { headers: { Host: 'a b' } })
    expect(told.status).toBe(400)
    expect(told.headers).not.toHaveProperty('x-any')
  })
})
