import { describe, expect, test } from '@jest/globals'
import { MisuseError, type Overrides } from '@cachechart/core'
import { fakeBody } from '@cachechart/core/testing'
import { expectNothingLeft, fresh } from '../driver/flight-stage.ts'
import { fieldOf, get, interpreters, settle, stage, storyOf, textOf } from '../driver/stage.ts'

const url = 'http://origin.example/page'

describe.each(interpreters)('an override on the %s', (interpreter) => {
  test.each<[Overrides, string[], number | undefined]>([
    [{ ttl: 30 }, [], 30],
    [{ ttl: 30 }, ['Cache-Control', 'max-age=5'], 30],
    [{ ttl: 30 }, ['Cache-Control', 'max-age=5', 'Age', '4'], 30],
    [{ maxAge: 30 }, ['Cache-Control', 'max-age=5', 'Age', '4'], 26],
    [{ ttl: 0 }, ['Cache-Control', 'max-age=5', 'ETag', '"1"'], 0],
    [{}, ['Cache-Control', 'max-age=5'], 5],
    [{ ttl: undefined }, ['Cache-Control', 'max-age=5'], 5],
    [{ ttl: 30 }, ['Cache-Control', 'no-store'], undefined],
    [{ ttl: 30 }, ['Cache-Control', 'private'], undefined],
  ])('%j makes of %j a response with so much left: %j', async (overrides, fields, ttl) => {
    const set = stage({ interpreter })
    set.backend.reply({ fields }, 'one')
    const response = await set.cache.handle(get(), overrides)
    expect([response.ttl, await textOf(response)]).toEqual([ttl, 'one'])
    const isFresh = ttl !== undefined && ttl > 0
    expect(set.cache.send(get()).poll()?.ttl).toBe(isFresh ? ttl : undefined)
  })

  test('of the stale windows opens them, and 0 closes them', async () => {
    const set = stage({ interpreter })
    set.backend.reply({ fields: ['Cache-Control', 'max-age=60', 'ETag', '"1"'] }, 'one')
    await textOf(await set.cache.handle(get(), { staleWhileRevalidate: 100, staleIfError: 0 }))
    set.clock.advance(70_000)
    expect(set.cache.send(get()).poll()?.outcome).toBe('hit.stale')
    set.backend.reply(
      { fields: ['Cache-Control', 'max-age=60, stale-while-revalidate=100', 'ETag', '"2"'] },
      'two',
    )
    await settle()
    set.clock.advance(70_000)
    set.backend.reply(
      { fields: ['Cache-Control', 'max-age=60, stale-while-revalidate=100', 'ETag', '"3"'] },
      'three',
    )
    await textOf(await set.cache.handle(get(), { cacheMode: 'reload', staleWhileRevalidate: 0 }))
    set.clock.advance(70_000)
    expect(set.cache.send(get()).poll()).toBeUndefined()
  })

  test('changes no veto: s-maxage lets nothing be served stale', async () => {
    const set = stage({ interpreter })
    set.backend.reply({ fields: ['Cache-Control', 's-maxage=60', 'ETag', '"1"'] }, 'one')
    await textOf(await set.cache.handle(get(), { staleWhileRevalidate: 100, staleIfError: 100 }))
    set.clock.advance(70_000)
    expect(set.cache.send(get()).poll()).toBeUndefined()
  })

  test('pass asks the origin with the client\u2019s own request, and stores nothing', async () => {
    const set = stage({ interpreter })
    set.backend.reply(fresh, 'one')
    await textOf(await set.cache.handle(get()))
    set.backend.reply(fresh, 'two')
    const response = await set.cache.handle(get(url, 'If-None-Match', '"x"'), { pass: true })
    expect([response.outcome, await textOf(response), set.backend.requests[1]?.fields]).toEqual([
      'pass',
      'two',
      ['If-None-Match', '"x"'],
    ])
    expect(fieldOf(response, 'cache-status')).toBe('cachechart; fwd=bypass')
    expect(await textOf(await set.cache.handle(get()))).toBe('one')
  })

  test('cacheKey says where to look and to keep, and goes to nobody', async () => {
    const set = stage({ interpreter })
    set.backend.reply(fresh, 'one')
    await textOf(await set.cache.handle(get(), { cacheKey: 'a secret' }))
    expect(JSON.stringify(set.backend.requests)).not.toContain('secret')
    expect(set.cache.send(get()).poll()).toBeUndefined()
    expect(set.cache.send(get('http://origin.example/other'), { cacheKey: 'a secret' }).poll()?.outcome).toBe(
      'hit.fresh',
    )
    expect(set.cache.traces().at(-1)?.key).toBe('a secret')
  })

  test('cacheKey is found again when the URL is invalidated', async () => {
    const set = stage({ interpreter })
    set.backend.reply(fresh, 'one')
    await textOf(await set.cache.handle(get(), { cacheKey: 'k' }))
    set.backend.reply({ status: 204 })
    await set.cache.handle({ ...get(), method: 'DELETE' })
    expect(set.cache.send(get(), { cacheKey: 'k' }).poll()).toBeUndefined()
  })

  test('surrogateKeys are added to those of the response', async () => {
    const set = stage({ interpreter })
    set.backend.reply({ fields: [...fresh.fields, 'Surrogate-Key', 'a', 'Cache-Tag', 'b,c'] }, 'one')
    const response = await set.cache.handle(get(), { surrogateKeys: ['d', 'a'] })
    expect(response.surrogateKeys).toEqual(['a', 'b', 'c', 'd'])
  })

  test('vary selects by other fields than the response says', async () => {
    const set = stage({ interpreter })
    set.backend.reply({ fields: [...fresh.fields, 'Vary', 'User-Agent'] }, 'one')
    await textOf(
      await set.cache.handle(get(url, 'User-Agent', 'x', 'Accept-Language', 'de'), {
        vary: ['Accept-Language'],
      }),
    )
    expect(set.cache.send(get(url, 'User-Agent', 'y', 'Accept-Language', 'de')).poll()?.outcome).toBe(
      'hit.fresh',
    )
    expect(set.cache.send(get(url, 'User-Agent', 'x', 'Accept-Language', 'en')).poll()).toBeUndefined()
  })

  test('sensitive is what the store is told', async () => {
    const set = stage({ interpreter })
    set.backend.reply(fresh, 'one')
    await textOf(await set.cache.handle(get(), { sensitive: true }))
    const result = await set.store.get(url)
    expect(result).toMatchObject({ variants: [{ response: { sensitive: true } }] })
  })

  test('collapse: false waits for nobody, and lets nobody wait', async () => {
    const set = stage({ interpreter })
    set.cache.send(get())
    set.cache.send(get(), { collapse: false })
    expect(set.backend.calls).toHaveLength(2)
  })

  test('of the deadlines is that of this request alone', async () => {
    const set = stage({ interpreter, deadlines: { reply: 5_000 } })
    const short = set.cache.send(get(), { deadlines: { reply: 1_000 }, collapse: false })
    const long = set.cache.send(get(), { collapse: false })
    set.clock.advance(1_000)
    await expect(short.wait()).rejects.toMatchObject({ code: 'ERR_DEADLINE', after: 1_000 })
    set.clock.advance(3_999)
    expect(long.poll()).toBeUndefined()
    set.clock.advance(1)
    await expect(long.wait()).rejects.toMatchObject({ after: 5_000 })
    expectNothingLeft(set)
  })

  test('of the deadline for bodies reaches the body', async () => {
    const set = stage({ interpreter })
    set.backend.reply({ fields: [] }, fakeBody())
    const response = await set.cache.handle(get(), { deadlines: { body: 1_000 } })
    const reading = textOf(response)
    set.clock.advance(1_000)
    await expect(reading).rejects.toMatchObject({ code: 'ERR_BACKEND_TIMEOUT' })
    await settle()
    expectNothingLeft(set)
  })

  test('of the abort policy is that of this request alone', async () => {
    const set = stage({ interpreter })
    const stopping = set.cache.send(get(), { abort: { leader: { awaitBackend: 'stop' } } })
    stopping.cancel()
    expect(set.backend.calls[0]?.state).toBe('cancelled')
    set.cache.send(get()).cancel()
    expect(set.backend.calls[1]?.state).toBe('waiting')
  })

  test('given for all requests counts where the request says nothing, function or not', async () => {
    for (const overrides of [{ ttl: 30 }, () => ({ ttl: 30 })]) {
      const set = stage({ interpreter, overrides })
      set.backend.reply({}, 'one')
      expect((await set.cache.handle(get())).ttl).toBe(30)
      set.backend.reply({}, 'two')
      expect((await set.cache.handle(get('http://origin.example/b'), { maxAge: 40 })).ttl).toBe(40)
    }
  })

  test('that makes no sense is refused when it is given, and nothing has begun', async () => {
    const set = stage({ interpreter })
    expect(() => set.cache.send(get(), { ttl: -1 })).toThrow(MisuseError)
    await expect(set.cache.handle(get(), { ttl: -1 })).rejects.toThrow(MisuseError)
    expect(() => stage({ overrides: { ttl: -1 } })).toThrow(MisuseError)
    expect([set.cache.ledger().clients.taken, set.backend.calls.length]).toEqual([0, 0])
  })
})

describe('the key', () => {
  test('may be made without the order of the query, and without some of it', async () => {
    const set = stage({ policy: { key: { sortQuery: true, ignoreParameters: ['utm_*'] } } })
    set.backend.reply(fresh, 'one')
    await textOf(await set.cache.handle(get(`${url}?b=2&utm_source=x&a=1`)))
    expect(set.backend.requests[0]?.url).toBe(`${url}?b=2&utm_source=x&a=1`)
    expect(set.cache.send(get(`${url}?a=1&b=2`)).poll()?.outcome).toBe('hit.fresh')
    set.backend.reply({ status: 204 })
    await set.cache.handle({ ...get(`${url}?b=2&a=1`), method: 'PUT' })
    expect(set.cache.send(get(`${url}?a=1&b=2`)).poll()).toBeUndefined()
  })

  test('may be made by a function, and is invalidated by its URL all the same', async () => {
    const key = ({ url: target, fields }: { readonly url: string; readonly fields: readonly string[] }) =>
      `${target} ${fields[1] ?? ''}`
    const set = stage({ policy: { key } })
    for (const who of ['a', 'b']) {
      set.backend.reply(fresh, who)
      await textOf(await set.cache.handle(get(url, 'X-Tenant', who)))
    }
    expect(await textOf(await set.cache.handle(get(url, 'X-Tenant', 'a')))).toBe('a')
    set.backend.reply({ status: 204 })
    await set.cache.handle({ ...get(url, 'X-Tenant', 'c'), method: 'POST' })
    expect(set.cache.send(get(url, 'X-Tenant', 'a')).poll()).toBeUndefined()
    expect(set.cache.send(get(url, 'X-Tenant', 'b')).poll()).toBeUndefined()
  })

  test('that a function does not make is an error of the caller, and nothing has begun', async () => {
    const set = stage({ policy: { key: () => '' } })
    expect(() => set.cache.send(get())).toThrow('policy.key must return a string')
    expect(set.cache.ledger().clients.taken).toBe(0)
  })

  test('that a function makes by throwing is told as a failure to invalidate, and the client is answered', async () => {
    const key = ({ method }: { readonly method: string }): string => {
      if (method === 'POST') return 'posted'
      throw new Error('no key')
    }
    const set = stage({ policy: { key } })
    set.backend.reply({ status: 204 })
    expect((await set.cache.handle({ ...get(), method: 'POST' })).status).toBe(204)
    expect(set.tolerated).toMatchObject([{ during: 'invalidate', error: { message: 'no key' } }])
    expect(storyOf(set.cache).at(1)).toBe('reply.invalidating')
  })
})
