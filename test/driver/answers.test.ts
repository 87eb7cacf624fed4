import { describe, expect, test } from '@jest/globals'
import { fakeBody } from '@cachechart/core/testing'
import { parseList, Token } from 'structured-headers'
import { fieldOf, get, interpreters, settle, stage, storeOne, storyOf, textOf } from './stage.ts'

describe.each(interpreters)('a cache on the %s', (interpreter) => {
  test('forwards a miss, stores the reply, and answers the next request at once', async () => {
    const { cache, backend, clock } = stage({ interpreter })
    backend.reply({ fields: ['Cache-Control', 'max-age=60', 'Content-Type', 'text/plain'] }, 'hello')
    const first = await cache.handle(get())
    expect([first.status, first.source, await textOf(first)]).toEqual([200, 'origin', 'hello'])
    expect(fieldOf(first, 'cache-status')).toBe('cachechart; fwd=uri-miss; stored')
    clock.advance(7_000)
    const hit = cache.send(get()).poll()
    expect(hit).toBeDefined()
    if (hit === undefined) return
    expect([hit.status, hit.source, await textOf(hit)]).toEqual([200, 'stored', 'hello'])
    expect([fieldOf(hit, 'age'), fieldOf(hit, 'cache-status')]).toEqual(['7', 'cachechart; hit; ttl=53'])
    expect(backend.calls).toHaveLength(1)
    expect(storyOf(cache, 2)).toEqual(['request.lookup', 'lookup.obliged', 'reply.store', 'delivery.done'])
    expect(storyOf(cache)).toEqual(['request.lookup', 'lookup.fresh', 'delivery.done'])
    expect([cache.inFlight(), clock.pending()]).toEqual([[], 0])
  })

  test('answers HEAD from a stored GET, and a conditional request with 304', async () => {
    const set = stage({ interpreter })
    await storeOne(set)
    const head = await set.cache.handle({ ...get(), method: 'HEAD' })
    expect([head.status, head.source, head.body.length]).toEqual([200, 'stored', 0])
    const known = await set.cache.handle(get(undefined, 'If-None-Match', '"1"'))
    expect([known.status, known.source, await textOf(known)]).toEqual([304, 'stored', ''])
    expect(set.backend.calls).toHaveLength(1)
  })

  test('validates a stale response and serves it with what the 304 brought', async () => {
    const set = stage({ interpreter })
    await storeOne(set)
    set.clock.advance(61_000)
    set.backend.reply({ status: 304, fields: ['Cache-Control', 'max-age=10', 'ETag', '"1"'] })
    const response = await set.cache.handle(get())
    expect(set.backend.requests[1]?.fields).toEqual(['If-None-Match', '"1"'])
    expect([response.status, await textOf(response)]).toEqual([200, 'one'])
    expect(fieldOf(response, 'cache-status')).toBe('cachechart; fwd=stale; fwd-status=304')
    expect(storyOf(set.cache)).toEqual(['request.lookup', 'lookup.obliged', 'reply.freshen', 'delivery.done'])
    set.clock.advance(9_000)
    expect(set.cache.send(get()).poll()?.source).toBe('stored')
    set.clock.advance(1_000)
    expect(set.cache.send(get()).poll()).toBeUndefined()
  })

  test('asks again without conditions when a 304 fits nothing that is stored', async () => {
    const set = stage({ interpreter })
    await storeOne(set)
    set.clock.advance(61_000)
    set.backend.reply({ status: 304, fields: ['ETag', '"2"'] })
    set.backend.reply({ fields: ['ETag', '"2"', 'Cache-Control', 'max-age=60'] }, 'two')
    expect(await textOf(await set.cache.handle(get()))).toBe('two')
    expect(set.backend.requests.map(({ fields }) => fields.includes('If-None-Match'))).toEqual([
      false,
      true,
      false,
    ])
    expect(storyOf(set.cache)).toEqual([
      'request.lookup',
      'lookup.obliged',
      'reply.orphaned',
      'reply.store',
      'delivery.done',
    ])
  })

  test('does not ask for ever: a 304 to a request without conditions is an error of the origin', async () => {
    const { cache, backend } = stage({ interpreter })
    backend.reply({ status: 304 })
    await expect(cache.handle(get())).rejects.toMatchObject({ code: 'ERR_REPLY_UNASKED_304' })
    expect(cache.inFlight()).toEqual([])
  })

  test('keeps variants apart by what Vary names', async () => {
    const { cache, backend } = stage({ interpreter })
    const ask = async (language: string) =>
      textOf(await cache.handle(get(undefined, 'Accept-Language', language)))
    for (const text of ['hallo', 'bonjour']) {
      backend.reply({ fields: ['Cache-Control', 'max-age=60', 'Vary', 'Accept-Language'] }, text)
    }
    expect([await ask('de'), await ask('fr'), await ask('de'), await ask('fr')]).toEqual([
      'hallo',
      'bonjour',
      'hallo',
      'bonjour',
    ])
    expect(backend.calls).toHaveLength(2)
  })

  test.each([
    ['no-store', ['Cache-Control', 'no-store'], 'reply.uncacheable'],
    ['private', ['Cache-Control', 'private, max-age=60'], 'reply.uncacheable'],
    ['nothing to reuse it by', [], 'reply.decline'],
  ])('passes on a reply with %s, and stores nothing', async (_what, fields, event) => {
    const { cache, backend, store } = stage({ interpreter })
    backend.reply({ fields }, 'secret')
    const response = await cache.handle(get())
    expect([await textOf(response), storyOf(cache).at(-2)]).toEqual(['secret', event])
    expect(fieldOf(response, 'cache-status')).toBe('cachechart; fwd=uri-miss')
    expect(store.get(get().url)).toEqual({ type: 'miss' })
  })

  test('forgets a stored response that a whole, unstorable one has replaced at the origin, but not for an error', async () => {
    for (const [status, left] of [
      [200, 'miss'],
      [404, 'miss'],
      [503, 'hit'],
    ] as const) {
      const set = stage({ interpreter })
      await storeOne(set)
      set.clock.advance(61_000)
      set.backend.reply({ status, fields: ['Cache-Control', 'no-store'] }, 'new')
      expect(await textOf(await set.cache.handle(get()))).toBe('new')
      expect([status, set.store.get(get().url)]).toEqual([status, expect.objectContaining({ type: left })])
    }
  })

  test('keeps a response for all when a user whom the origin knows gets another', async () => {
    const set = stage({ interpreter })
    await storeOne(set)
    set.clock.advance(61_000)
    set.backend.reply({ fields: ['Cache-Control', 'max-age=60', 'ETag', '"mine"'] }, 'mine')
    expect(await textOf(await set.cache.handle(get(undefined, 'Authorization', 'Basic x')))).toBe('mine')
    set.backend.reply({ status: 304 })
    expect(await textOf(await set.cache.handle(get()))).toBe('one')
    expect(set.backend.requests.map(({ fields }) => fields.includes('If-None-Match'))).toEqual([
      false,
      false,
      true,
    ])
  })

  test('passes other methods, units of ranges that it does not know, and requests with content by the cache', async () => {
    const { cache, backend, store } = stage({ interpreter })
    const body = new Uint8Array(1)
    for (const request of [
      { ...get(), method: 'POST', body },
      get(undefined, 'Range', 'lines=0-1'),
      { ...get(), body },
    ]) {
      backend.reply({ fields: ['Cache-Control', 'max-age=60'] }, 'direct')
      expect(await textOf(await cache.handle(request))).toBe('direct')
      expect(storyOf(cache)[0]).toBe('request.pass')
    }
    expect(backend.requests[0]?.body).toBe(body)
    expect(
      store.calls
        .map(({ operation }) => operation)
        .filter((operation) => operation !== 'delete' && operation !== 'purge'),
    ).toEqual([])
  })

  test('takes what an unsafe method may have changed out of the store, unless it failed', async () => {
    for (const [status, source] of [
      [204, undefined],
      [500, 'stored'],
    ] as const) {
      const set = stage({ interpreter })
      await storeOne(set)
      set.backend.reply({ status })
      await set.cache.handle({ ...get(), method: 'PUT' })
      expect(storyOf(set.cache)[1]).toBe(status === 204 ? 'reply.invalidating' : 'reply.received')
      expect(set.cache.send(get()).poll()?.source).toBe(source)
    }
  })

  test('says in Cache-Status what happened, as a list of structured fields with the cache as its last member', async () => {
    const set = stage({ interpreter, policy: { staleIfError: 600 } })
    const statusOf = async (...fields: string[]) => {
      const value = fieldOf(await set.cache.handle(get(undefined, ...fields)), 'cache-status') ?? ''
      const [name, parameters] = parseList(value).at(-1) ?? []
      expect(name).toEqual(new Token('cachechart'))
      return Object.fromEntries(
        [...(parameters ?? [])].map(([key, each]) => [key, each instanceof Token ? each.toString() : each]),
      )
    }
    set.backend.reply({ fields: ['Cache-Control', 'max-age=60', 'ETag', '"1"'] }, 'one')
    expect(await statusOf()).toEqual({ fwd: 'uri-miss', stored: true })
    expect(await statusOf()).toEqual({ hit: true, ttl: 60 })
    expect(await statusOf('Cache-Control', 'max-stale')).toEqual({ hit: true, ttl: 60 })
    set.clock.advance(70_000)
    expect(await statusOf('Cache-Control', 'max-stale')).toEqual({ hit: true, ttl: -10 })
    set.backend.reply({ status: 503 })
    expect(await statusOf()).toEqual({ fwd: 'stale', 'fwd-status': 503, detail: 'stale-if-error' })
    set.backend.reply({ status: 304 })
    expect(await statusOf()).toEqual({ fwd: 'stale', 'fwd-status': 304 })
  })

  test('answers only-if-cached with 504 when nothing is stored, and never asks the origin', async () => {
    const { cache, backend } = stage({ interpreter })
    for (const method of ['GET', 'HEAD', 'SEARCH']) {
      const response = await cache.handle({ ...get(undefined, 'Cache-Control', 'only-if-cached'), method })
      expect([response.status, response.source]).toEqual([504, 'cache'])
    }
    expect(backend.calls).toHaveLength(0)
  })

  test.each([
    ['default', 'stored', 1],
    ['no-store', 'origin', 2],
    ['reload', 'origin', 2],
    ['no-cache', 'origin', 2],
    ['force-cache', 'stored', 1],
    ['only-if-cached', 'stored', 1],
  ] as const)(
    'in the cache mode %s answers a request for a fresh response from: %s',
    async (cacheMode, source, calls) => {
      const set = stage({ interpreter })
      await storeOne(set)
      set.backend.reply({ fields: ['Cache-Control', 'max-age=60', 'ETag', '"2"'] }, 'two')
      expect((await set.cache.handle(get(), { cacheMode })).source).toBe(source)
      expect(set.backend.calls).toHaveLength(calls)
    },
  )

  test('streams a body to the client while it arrives, and has stored it when the client has read it', async () => {
    const { cache, backend } = stage({ interpreter })
    const body = fakeBody()
    backend.reply({ fields: ['Cache-Control', 'max-age=60'] }, body)
    const response = await cache.handle(get())
    const reader = response.body[Symbol.asyncIterator]()
    body.push('first ')
    expect(new TextDecoder().decode((await reader.next()).value)).toBe('first ')
    expect(cache.inFlight()).toMatchObject([{ state: 'delivering', waitsFor: 'the end of the body' }])
    body.push('second')
    body.end()
    await reader.next()
    expect(await reader.next()).toMatchObject({ done: true })
    const hit = cache.send(get()).poll()
    expect(hit === undefined ? '' : await textOf(hit)).toBe('first second')
    expect(cache.inFlight()).toEqual([])
  })

  test('stores a body that its caller never reads', async () => {
    const { cache, backend } = stage({ interpreter })
    const body = fakeBody()
    backend.reply({ fields: ['Cache-Control', 'max-age=60'] }, body)
    await cache.handle(get())
    for (let count = 0; count < 20; count += 1) body.push('x'.repeat(100_000))
    body.end()
    await settle()
    expect(cache.send(get()).poll()?.body.length).toBe(2_000_000)
    expect(cache.inFlight()).toEqual([])
  })

  test('gives the trailers of the origin when the body has ended', async () => {
    const { cache, backend } = stage({ interpreter })
    backend.reply({ trailers: ['Digest', 'x'] }, 'abc')
    const response = await cache.handle(get())
    await textOf(response)
    expect(response.trailers()).toEqual(['Digest', 'x'])
  })

  test('takes no content from an answer that has none, whatever its backend says', async () => {
    const { cache, backend } = stage({ interpreter })
    backend.reply({ fields: ['Content-Length', '10'] }, 'x')
    const head = await cache.handle({ ...get(), method: 'HEAD' })
    expect([head.status, head.body.length, fieldOf(head, 'content-length')]).toEqual([200, 0, '10'])
    backend.reply({ status: 204 }, 'x')
    expect(await textOf(await cache.handle(get()))).toBe('')
  })

  test('keeps fields that are meant for the connection from going further, in both directions', async () => {
    const { cache, backend } = stage({ interpreter })
    const date = ['Date', 'Tue, 14 Nov 2023 22:13:20 GMT']
    const hop = ['Connection', 'X-Hop', 'X-Hop', '1', 'Keep-Alive', 'timeout=5']
    backend.reply({ fields: [...hop, ...date, 'X-End', '2'] })
    const response = await cache.handle(
      get(undefined, 'Connection', 'close, X-Mine', 'X-Mine', '1', 'TE', 'trailers'),
    )
    expect(backend.requests[0]?.fields).toEqual([])
    expect(response.fields).toEqual([...date, 'X-End', '2', 'Cache-Status', 'cachechart; fwd=uri-miss'])
  })
})
