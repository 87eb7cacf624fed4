import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { CacheOptions } from '@cachechart/core'
import { ask, type Answer, type Ask } from '../fixtures/front.ts'
import { HeldRequests } from '../fixtures/held-requests.ts'
import { httpStage, type HttpStage } from '../fixtures/http-stage.ts'
import { strike } from '../fixtures/strike.ts'
import { ways } from '../fixtures/ways.ts'

let stage: HttpStage
let held: HeldRequests
afterEach(() => strike(stage))

const revalidating = { 'cache-control': 'max-age=60, stale-while-revalidate=600', etag: '"old"' }

const get = (path = '/', options?: Ask): Promise<Answer> => ask(stage.front, path, options)
const twenty = (): Promise<readonly Answer[]> => Promise.all(Array.from({ length: 20 }, () => get()))

const summary = ({ status, body, headers }: Answer) => [status, body.toString(), headers.get('cache-status')]
const staleHit = [200, 'old', 'cachechart; hit; ttl=-10']

/** What a refresh may come to that is no news. */
const failures: readonly (readonly [string, (response: ServerResponse) => void])[] = [
  ['is answered 503', (response) => response.writeHead(503, revalidating).end('broken')],
  ['is answered 500, with a lifetime', (response) => response.writeHead(500, revalidating).end('broken')],
  [
    'breaks off within the body',
    (response) => {
      response.writeHead(200, { ...revalidating, 'content-length': 10 })
      response.write('short', () => response.destroy())
    },
  ],
]

describe.each(ways)(
  'within stale-while-revalidate, behind the $front on the interpreter "$interpreter",',
  (way) => {
    /** A response is stored, and ten seconds past its lifetime. */
    const start = async (
      headers: Readonly<Record<string, string>> = revalidating,
      options: Partial<CacheOptions> = {},
    ) => {
      held = new HeldRequests()
      stage = await httpStage(way, held.answer, { random: () => 0.5, ...options })
      const first = get()
      const { response } = await held.next()
      response.writeHead(200, headers).end('old')
      await first
      stage.clock.pass(70)
    }

    test('twenty concurrent requests are answered at once, and start one refresh', async () => {
      await start()
      const answers = await twenty()
      // The refresh is not answered yet: nobody has waited for it.
      const { request, response } = await held.next()
      expect(answers.map(summary)).toEqual(answers.map(() => staleHit))
      expect((await twenty()).map(summary)).toEqual(answers.map(() => staleHit))
      expect(stage.origin.seen).toEqual(['GET /', 'GET /'])
      expect(request.headers['if-none-match']).toBe('"old"')
      response.writeHead(304, { etag: '"old"' }).end()
      await stage.front.cache.drain()
      expect(summary(await get())).toEqual([200, 'old', 'cachechart; hit; ttl=60'])
      expect(stage.origin.seen).toHaveLength(2)
    })

    test('a refresh that brings news replaces what is stored', async () => {
      await start()
      await get()
      const { response } = await held.next()
      response.writeHead(200, { ...revalidating, etag: '"new"' }).write('n')
      expect(summary(await get())).toEqual(staleHit)
      response.end('ew')
      await stage.front.cache.drain()
      expect(summary(await get())).toEqual([200, 'new', 'cachechart; hit; ttl=60'])
    })

    test.each(failures)(
      'a refresh that %s replaces nothing, and is tried again after a pause',
      async (_title, fail) => {
        await start()
        await get()
        fail((await held.next()).response)
        await stage.front.cache.drain()
        expect(stage.front.cache.tolerated().refresh).toBe(1)
        expect((await twenty()).map(summary)).toEqual(Array.from({ length: 20 }, () => staleHit))
        expect(stage.origin.seen).toHaveLength(2)
        stage.clock.pass(1)
        expect((await get()).body.toString()).toBe('old')
        const second = await held.next()
        fail(second.response)
        await stage.front.cache.drain()
        stage.clock.pass(1)
        // The second pause is twice as long as the first.
        expect((await get()).body.toString()).toBe('old')
        expect(stage.origin.seen).toHaveLength(3)
        stage.clock.pass(1)
        expect((await get()).body.toString()).toBe('old')
        const third = await held.next()
        third.response.writeHead(304).end()
        await stage.front.cache.drain()
        expect(summary(await get())).toEqual([200, 'old', 'cachechart; hit; ttl=60'])
      },
    )

    test('a refresh that is never answered ends with its deadline, and replaces nothing', async () => {
      await start(revalidating, { deadlines: { reply: 5_000 } })
      await get()
      const { left } = await held.next()
      expect(stage.front.cache.inFlight()).toMatchObject([
        { role: 'background', state: 'awaitBackend.detached' },
      ])
      stage.clock.pass(5)
      await left
      expect(stage.front.cache.inFlight()).toEqual([])
      expect((await get()).body.toString()).toBe('old')
    })

    test('a refresh whose reply may not be stored takes away what is stored', async () => {
      await start()
      await get()
      const { response } = await held.next()
      response.writeHead(200, { 'cache-control': 'no-store' }).end('secret')
      await stage.front.cache.drain()
      const next = get()
      const second = await held.next()
      second.response.writeHead(200, revalidating).end('newest')
      expect(summary(await next)).toEqual([200, 'newest', 'cachechart; fwd=uri-miss; stored'])
    })

    test('a client that leaves with its answer does not take the refresh along', async () => {
      await start()
      const controller = new AbortController()
      await get('/', { signal: controller.signal })
      const { response } = await held.next()
      controller.abort()
      response.writeHead(200, revalidating).end('new')
      await stage.front.cache.drain()
      expect(summary(await get())).toEqual([200, 'new', 'cachechart; hit; ttl=60'])
    })

    test('a HEAD starts a refresh of the whole', async () => {
      await start()
      expect((await get('/', { method: 'HEAD' })).headers.get('cache-status')).toBe(
        'cachechart; hit; ttl=-10',
      )
      const { request, response } = await held.next()
      expect(request.method).toBe('GET')
      response.writeHead(200, revalidating).end('new')
      await stage.front.cache.drain()
      expect(summary(await get())).toEqual([200, 'new', 'cachechart; hit; ttl=60'])
    })

    test.each([
      ['a client that asks for validation', revalidating, { 'cache-control': 'no-cache' }],
      ['a client that limits the age', revalidating, { 'cache-control': 'max-age=65' }],
      [
        'must-revalidate',
        { ...revalidating, 'cache-control': `${revalidating['cache-control']}, must-revalidate` },
        {},
      ],
      ['no-cache', { ...revalidating, 'cache-control': `${revalidating['cache-control']}, no-cache` }, {}],
      [
        'a window that has closed',
        { ...revalidating, 'cache-control': 'max-age=60, stale-while-revalidate=10' },
        {},
      ],
      [
        'a window that is none',
        { ...revalidating, 'cache-control': 'max-age=60, stale-while-revalidate=junk' },
        {},
      ],
    ])('nothing stale is served against %s', async (_title, headers, asked) => {
      await start(headers)
      const next = get('/', { headers: asked })
      const { request, response } = await held.next()
      expect(stage.front.cache.inFlight()).toMatchObject([{ role: 'leader', state: 'awaitBackend.attached' }])
      expect(request.headers['if-none-match']).toBe('"old"')
      response.writeHead(200, { ...headers, etag: '"new"' }).end('new')
      expect((await next).body.toString()).toBe('new')
    })

    test('no more refreshes run at once than are permitted', async () => {
      const paths = ['/1', '/2', '/3', '/4', '/5']
      await start(revalidating, { background: { concurrency: 2 } })
      for (const path of paths) {
        const first = get(path)
        const { response } = await held.next()
        response.writeHead(200, revalidating).end(path)
        await first
      }
      stage.clock.pass(70)
      const answers = await Promise.all(paths.map((path) => get(path)))
      expect(answers.map(({ body }) => body.toString())).toEqual(paths)
      const refreshes = [await held.next(), await held.next()]
      expect(stage.front.cache.inFlight().map(({ role }) => role)).toEqual(['background', 'background'])
      expect(stage.origin.seen).toHaveLength(1 + 5 + 2)
      for (const { response } of refreshes) response.writeHead(304).end()
    })
  },
)
