import { fakeStore } from '@cachechart/core/testing'
import type { CacheRequest } from '@cachechart/core'
import { describe, expect, test } from '@jest/globals'
import { fieldOf, get, interpreters, settle, stage, storeOne, storyOf, textOf, type Stage } from './stage.ts'

const head = (...fields: string[]): CacheRequest => ({ ...get(undefined, ...fields), method: 'HEAD' })
const post = (...fields: string[]): CacheRequest => ({
  ...get(undefined, ...fields),
  method: 'POST',
  body: new TextEncoder().encode('change it'),
})

const answered = async (
  { cache }: Stage,
  request: CacheRequest = get(),
): Promise<readonly [number, string]> => {
  const response = await cache.handle(request)
  const text = await textOf(response)
  await settle()
  return [response.status, text]
}

const hitOf = ({ cache }: Stage) => cache.send(get()).poll()

describe.each(interpreters)('a cache on the %s', (interpreter) => {
  test('brings a stored response up to date by the reply to a HEAD that agrees with it', async () => {
    const set = stage({ interpreter })
    await storeOne(set, 'X-A', 'old', 'X-B', 'kept')
    set.clock.advance(61_000)
    set.backend.reply({
      fields: ['ETag', '"1"', 'Cache-Control', 'max-age=60', 'X-A', 'new', 'Content-Length', '3'],
    })
    const response = await set.cache.handle(head())
    expect([response.status, response.body.length, fieldOf(response, 'x-b')]).toEqual([200, 0, 'kept'])
    expect(fieldOf(response, 'cache-status')).toBe('cachechart; fwd=stale; fwd-status=200')
    expect(storyOf(set.cache)).toEqual(['request.lookup', 'lookup.obliged', 'reply.freshen', 'delivery.done'])
    const hit = hitOf(set)
    expect([hit?.source, hit && fieldOf(hit, 'x-a'), hit && (await textOf(hit))]).toEqual([
      'stored',
      'new',
      'one',
    ])
  })

  test.each([
    ['another entity tag', ['ETag', '"2"']],
    ['another date', ['Last-Modified', 'Tue, 14 Nov 2023 00:00:00 GMT']],
  ])('holds a stored response for stale once a HEAD tells of %s', async (_what, fields) => {
    const set = stage({ interpreter })
    await storeOne(set)
    set.backend.reply({ fields })
    expect(await answered(set, head('Cache-Control', 'no-cache'))).toEqual([200, ''])
    expect(storyOf(set.cache)[2]).toBe('reply.expire')
    expect(hitOf(set)).toBeUndefined()
    set.backend.reply({ status: 304, fields: ['ETag', '"1"', 'Cache-Control', 'max-age=60'] })
    await settle()
    expect(hitOf(set)?.source).toBe('stored')
  })

  test('changes nothing by a HEAD that says nothing of the representation', async () => {
    const set = stage({ interpreter })
    await storeOne(set)
    set.backend.reply({ fields: ['Content-Length', '3'] })
    await answered(set, head('Cache-Control', 'no-cache'))
    expect(hitOf(set)?.source).toBe('stored')
    set.clock.advance(61_000)
    expect(hitOf(set)).toBeUndefined()
  })

  const target = ['Content-Location', '/page', 'Cache-Control', 'max-age=60']

  test.each(['POST', 'PATCH'])(
    'stores what a %s is answered when that is what a GET would be',
    async (method) => {
      const set = stage({ interpreter })
      await storeOne(set)
      set.backend.reply({ fields: target }, 'changed')
      const response = await set.cache.handle({ ...post(), method })
      expect([response.source, await textOf(response)]).toEqual(['origin', 'changed'])
      expect(fieldOf(response, 'cache-status')).toBe('cachechart; fwd=method; stored')
      expect(storyOf(set.cache)).toEqual(['request.pass', 'reply.replacing', 'delivery.done'])
      const hit = hitOf(set)
      expect(hit && (await textOf(hit))).toBe('changed')
      expect([set.cache.inFlight(), set.clock.pending()]).toEqual([[], 0])
    },
  )

  test('does not delete it again, however slow the store is to forget what was there', async () => {
    const store = fakeStore()
    const set = stage({ interpreter, store })
    await storeOne(set)
    store.setDelay('manual')
    set.backend.reply({ fields: target }, 'changed')
    const response = set.cache.handle(post()).then(textOf)
    for (let round = 0; round < 5; round++) {
      await settle()
      store.release()
    }
    expect(await response).toBe('changed')
    store.setDelay('sync')
    const hit = hitOf(set)
    expect(hit && (await textOf(hit))).toBe('changed')
  })

  test('stores nothing of it for a caller who wants nothing stored', async () => {
    const set = stage({ interpreter })
    set.backend.reply({ fields: target }, 'changed')
    const response = await set.cache.handle(post(), { cacheMode: 'no-store' })
    expect(await textOf(response)).toBe('changed')
    expect(storyOf(set.cache)[1]).toBe('reply.invalidating')
    expect(hitOf(set)).toBeUndefined()
  })

  test('passes a POST on that says it wants only what is stored (RFC 9111 §4)', async () => {
    const set = stage({ interpreter })
    set.backend.reply({}, 'done')
    expect(await answered(set, post('Cache-Control', 'only-if-cached'))).toEqual([200, 'done'])
  })

  test('tells a client that has what has just come that it has it, and stores it for others', async () => {
    const set = stage({ interpreter })
    set.backend.reply({ fields: ['Cache-Control', 'max-age=60', 'ETag', '"1"', 'X-A', 'b'] }, 'whole')
    const response = await set.cache.handle(get(undefined, 'If-None-Match', '"0", "1"'))
    expect([response.status, response.source, await textOf(response)]).toEqual([304, 'origin', ''])
    expect([fieldOf(response, 'etag'), fieldOf(response, 'x-a')]).toEqual(['"1"', undefined])
    expect(fieldOf(response, 'cache-status')).toBe('cachechart; fwd=uri-miss; fwd-status=200; stored')
    expect(set.backend.requests[0]?.fields).toEqual([])
    await settle()
    const hit = hitOf(set)
    expect(hit && (await textOf(hit))).toBe('whole')
  })

  test.each([428, 429, 431, 511])(
    'keeps what is stored when validation is answered with %d',
    async (status) => {
      const set = stage({ interpreter })
      await storeOne(set, 'Cache-Control', 'stale-if-error=600')
      set.clock.advance(61_000)
      set.backend.reply({ status, fields: ['Cache-Control', 'max-age=60'] }, 'wait')
      expect(await answered(set)).toEqual([status, 'wait'])
      set.backend.reply({ status: 304, fields: ['ETag', '"1"', 'Cache-Control', 'max-age=60'] })
      expect(await answered(set)).toEqual([200, 'one'])
    },
  )
})
