import { afterEach, describe, expect, test } from '@jest/globals'
import { eventually } from '../fixtures/eventually.ts'
import { HeldRequests, type HeldRequest } from '../fixtures/held-requests.ts'
import type { Answer } from './client.ts'
import { hosts } from './hosts.ts'
import { setUp, type Stage, type StageOptions } from './stage.ts'

let stage: Stage
let held: HeldRequests
afterEach(() => stage.strike())

const revalidating = { 'Cache-Control': 'max-age=60, stale-while-revalidate=600', ETag: '"old"' }

const said = ({ status, body, headers }: Answer) => [status, body, headers['cache-status']]

/** Answers the next request that comes to the application. */
const answerNext = async (body: string): Promise<HeldRequest> => {
  const taken = await held.next()
  taken.response.writeHead(200, { ...revalidating, ETag: `"${body.slice(0, 3)}"` }).end(body)
  return taken
}

describe.each(hosts)('within stale-while-revalidate, on %s,', (_name, start) => {
  /** A response is stored, and ten seconds past its lifetime. */
  const begin = async (options: StageOptions = {}, body = 'old'): Promise<void> => {
    held = new HeldRequests()
    stage = await setUp(held.answer, { start, random: () => 0.5, ...options })
    const first = stage.client.ask('/')
    await answerNext(body)
    await first
    stage.clock.pass(70)
  }
  const isIdle = (): boolean => stage.middleware.cache.inFlight().length === 0

  test('the client has its answer before the application is asked, which is asked once', async () => {
    await begin()
    const stale = [200, 'old', 'cachechart; hit; ttl=-10']
    const answers = await Promise.all(Array.from({ length: 10 }, () => stage.client.ask('/')))
    expect(answers.map(said)).toEqual(answers.map(() => stale))
    const { request, response } = await held.next()
    expect(request.headers['if-none-match']).toBe('"old"')
    expect([response.headersSent, response.writableEnded, response.finished]).toEqual([false, false, false])
    expect([response.statusCode, response.destroyed, response.closed]).toEqual([200, false, false])
    expect(said(await stage.client.ask('/'))).toEqual(stale)
    response.writeHead(200, { ...revalidating, ETag: '"new"' }).end('new')
    await eventually('the refresh is done', isIdle)
    expect(said(await stage.client.ask('/'))).toEqual([200, 'new', 'cachechart; hit; ttl=60'])
    expect(stage.calls).toEqual(['GET /', 'GET /'])
  })

  test('a refresh that finds nothing new makes the stored response fresh', async () => {
    await begin()
    await stage.client.ask('/', { headers: { 'If-None-Match': '"old"' } })
    const { response } = await held.next()
    // What the client was answered (304) is not where the application begins.
    expect(response.statusCode).toBe(200)
    response.statusCode = 304
    response.end()
    await eventually('the refresh is done', isIdle)
    expect(said(await stage.client.ask('/'))).toEqual([200, 'old', 'cachechart; hit; ttl=60'])
  })

  test('a refresh is begun by a request whose client leaves, and streams what it brings', async () => {
    await begin({}, 'x'.repeat(300_000))
    const controller = new AbortController()
    const { response: received } = await stage.client.open('/', { signal: controller.signal })
    received.on('error', () => undefined)
    const { response } = await held.next()
    controller.abort()
    response.writeHead(200, revalidating)
    response.write('new ')
    await new Promise((resolve) => setImmediate(resolve))
    response.end('and whole')
    await eventually('the refresh is done', isIdle)
    expect((await stage.client.ask('/')).body).toBe('new and whole')
  })

  test('a refresh that fails is no failure of the request that began it', async () => {
    const failures: unknown[] = []
    await begin({ onFailure: (failure) => void failures.push(failure) })
    expect((await stage.client.ask('/')).body).toBe('old')
    const { response } = await held.next()
    response.destroy()
    await eventually('the refresh is done', isIdle)
    expect([stage.middleware.cache.tolerated().refresh, failures]).toEqual([1, []])
    // The connection is in order, and the key is left alone for a while.
    expect((await stage.client.ask('/')).body).toBe('old')
    expect(stage.client.connections).toBe(1)
  })
})

describe('within stale-while-revalidate', () => {
  test('a HEAD request has the whole brought up to date', async () => {
    held = new HeldRequests()
    stage = await setUp(held.answer)
    const first = stage.client.ask('/')
    await answerNext('old')
    await first
    stage.clock.pass(70)
    expect((await stage.client.ask('/', { method: 'HEAD' })).status).toBe(200)
    const { request } = await answerNext('new')
    expect(stage.calls.at(-1)).toBe('GET /')
    await eventually('the refresh is done', () => stage.middleware.cache.inFlight().length === 0)
    expect(request.method).toBe('HEAD')
    expect((await stage.client.ask('/')).body).toBe('new')
  })
})
