import { describe, expect, test } from '@jest/globals'
import { systemClock, type Clock } from '@cachechart/core'
import { cacheStatus, fresh, setUp } from './stage.ts'

describe('a cached handler', () => {
  test('is called once for a response that may be stored', async () => {
    const { get, seen } = setUp(() => fresh('hello', { 'content-type': 'text/plain' }))
    const first = await get('/')
    expect([cacheStatus(first), await first.text()]).toEqual(['cachechart; fwd=uri-miss; stored', 'hello'])
    const again = await get('/')
    expect([again.status, cacheStatus(again), await again.text()]).toEqual([
      200,
      'cachechart; hit; ttl=60',
      'hello',
    ])
    expect(again.headers.get('content-type')).toBe('text/plain')
    expect(seen).toHaveLength(1)
  })

  test('answers what is stored in memory without a promise', async () => {
    const { cached, get } = setUp(() => fresh('hello'))
    await (await get('/')).text()
    expect(cached(new Request('http://example.com/'))).toBeInstanceOf(Response)
  })

  test('gives the arguments after the request on to the handler', async () => {
    const { cached } = setUp((_request, env: { greeting: string }, server: number) =>
      Response.json([env.greeting, server]),
    )
    const response = await cached(new Request('http://example.com/'), { greeting: 'hi' }, 7)
    expect(await response.json()).toEqual(['hi', 7])
  })

  test('keeps the response’s status, status text and repeated fields', async () => {
    const { get } = setUp(() => {
      const headers = new Headers([
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ])
      return new Response('made', { status: 201, statusText: 'As asked', headers })
    })
    const response = await get('/')
    expect([response.status, response.statusText]).toEqual([201, 'As asked'])
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  test('takes no field for something else', async () => {
    const { get } = setUp(() => new Response('named', { headers: [['__proto__', 'kept']] }))
    expect((await get('/')).headers.get('__proto__')).toBe('kept')
  })

  test('has five minutes for an answer, and for each piece of a body, unless `deadlines` say otherwise', async () => {
    const delays: number[] = []
    const clock: Clock = {
      ...systemClock,
      setTimer: (callback, delay) => {
        delays.push(delay)
        return systemClock.setTimer(callback, delay)
      },
    }
    const { get } = setUp(async () => fresh('hello'), { clock })
    await (await get('/')).text()
    expect(delays).toContain(300_000)
    delays.length = 0
    const quick = setUp(async () => fresh('hello'), { clock, deadlines: { reply: 1_234 } })
    await (await quick.get('/')).text()
    expect(delays).toContain(1_234)
  })

  test('takes a response with a fragment in its URL for the same', async () => {
    const { get, seen } = setUp(() => fresh('hello'))
    await (await get('/#one')).text()
    expect(cacheStatus(await get('/#two'))).toContain('hit')
    expect(seen).toHaveLength(1)
  })

  test('is a shared cache: Set-Cookie and `private` are not stored, unless `policy` says otherwise', async () => {
    const answer = (): Response => fresh('mine', { 'cache-control': 'private, max-age=60' })
    const shared = setUp(answer)
    const own = setUp(answer, { policy: { shared: false } })
    const cookies = setUp(() => fresh('cookie', { 'set-cookie': 'a=1' }))
    for (const { get, seen } of [shared, cookies]) {
      for (const _time of [1, 2]) await (await get('/')).text()
      expect(seen).toHaveLength(2)
    }
    for (const _time of [1, 2]) await (await own.get('/')).text()
    expect(own.seen).toHaveLength(1)
  })

  test('answers `only-if-cached` with a 504 where nothing is stored', async () => {
    const { get, seen } = setUp(() => fresh('hello'))
    const response = await get('/', { headers: { 'cache-control': 'only-if-cached' } })
    expect([response.status, seen]).toEqual([504, []])
  })

  test('forgets what is stored when something unsafe succeeds', async () => {
    const { get, seen } = setUp((request) =>
      request.method === 'POST' ? new Response('done') : fresh('hello'),
    )
    await (await get('/')).text()
    await (await get('/', { method: 'POST', body: 'change' })).text()
    expect(cacheStatus(await get('/'))).not.toContain('hit')
    expect(seen.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET'])
  })

  test('keeps apart what differs by Vary', async () => {
    const { get, seen } = setUp((request) =>
      fresh(String(request.headers.get('accept-language')), { vary: 'Accept-Language' }),
    )
    const ask = async (language: string): Promise<string> =>
      (await get('/', { headers: { 'accept-language': language } })).text()
    expect([await ask('de'), await ask('fr'), await ask('de'), await ask('fr')]).toEqual([
      'de',
      'fr',
      'de',
      'fr',
    ])
    expect(seen).toHaveLength(2)
  })
})

describe('conditions and ranges', () => {
  const tagged = (request: Request): Response =>
    request.headers.get('if-none-match') === '"1"'
      ? new Response(null, { status: 304, headers: { etag: '"1"', 'cache-control': 'max-age=60' } })
      : fresh('0123456789', { etag: '"1"' })

  test('a client that has it already is answered 304 from the store', async () => {
    const { get, seen } = setUp(tagged)
    await (await get('/')).text()
    const response = await get('/', { headers: { 'if-none-match': '"1"' } })
    expect([response.status, response.body, cacheStatus(response)]).toEqual([
      304,
      null,
      'cachechart; hit; ttl=60',
    ])
    expect(seen).toHaveLength(1)
  })

  test('the handler is asked whether what is stale is still right, and a 304 of it is enough', async () => {
    const { get, seen, pass } = setUp(tagged)
    await (await get('/')).text()
    pass(61)
    const response = await get('/')
    expect([response.status, await response.text()]).toEqual([200, '0123456789'])
    expect(seen.map((request) => request.headers.get('if-none-match'))).toEqual([null, '"1"'])
    expect(cacheStatus(await get('/'))).toContain('hit')
  })

  test('the handler does not see what the client has: the response is for all', async () => {
    const { get, seen } = setUp(tagged)
    const headers = { 'if-none-match': '"1"', 'if-modified-since': new Date(0).toUTCString() }
    const response = await get('/', { headers })
    expect(response.status).toBe(304)
    expect([...(seen[0]?.headers ?? [])]).toEqual([])
    expect(await (await get('/')).text()).toBe('0123456789')
  })

  test('a range is cut from what is stored', async () => {
    const { get, seen } = setUp(tagged)
    await (await get('/')).text()
    const response = await get('/', { headers: { range: 'bytes=2-4' } })
    expect([response.status, response.headers.get('content-range'), await response.text()]).toEqual([
      206,
      'bytes 2-4/10',
      '234',
    ])
    expect(seen).toHaveLength(1)
  })

  test('a refresh asks for the whole, though a HEAD began it', async () => {
    const { get, seen, pass } = setUp(() =>
      fresh('hello', { 'cache-control': 'max-age=1, stale-while-revalidate=60' }),
    )
    await (await get('/')).text()
    pass(2)
    await get('/', { method: 'HEAD' })
    expect(seen.map(({ method }) => method)).toEqual(['GET', 'GET'])
  })

  test('HEAD is answered from what a GET has stored, and goes to the handler as HEAD otherwise', async () => {
    const { get, seen } = setUp(() => fresh('hello'))
    const missed = await get('/', { method: 'HEAD' })
    expect([missed.status, missed.body]).toEqual([200, null])
    await (await get('/')).text()
    const hit = await get('/', { method: 'HEAD' })
    expect([hit.status, hit.body, cacheStatus(hit)]).toEqual([200, null, 'cachechart; hit; ttl=60'])
    expect(seen.map(({ method }) => method)).toEqual(['HEAD', 'GET'])
  })
})

describe('what the cache has no part in', () => {
  test('a WebSocket handshake reaches the handler as it is', () => {
    const { cached, seen } = setUp(() => fresh('switched'))
    const request = new Request('http://example.com/', { headers: { upgrade: 'WebSocket' } })
    const response = cached(request)
    expect(seen[0]).toBe(request)
    expect(response).toMatchObject({ status: 200 })
    expect(cached.cache.traces()).toEqual([])
  })

  test('nor has it in what is not asked for by HTTP', () => {
    const { cached, seen } = setUp(() => fresh('data'))
    const request = new Request('data:text/plain,hello')
    void cached(request)
    expect(seen[0]).toBe(request)
  })
})
