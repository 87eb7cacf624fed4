import { describe, expect, test } from '@jest/globals'
import { createCache, memoryStore, type CacheOptions, type CacheRequest } from '@cachechart/core'
import { fakeBackend, fakeBody, fakeClock, fakeStore } from '@cachechart/core/testing'

const page = 'http://example.com/page'
const request: CacheRequest = { method: 'GET', url: page, fields: [] }
const fresh = { fields: ['Cache-Control', 'max-age=100'] }

const stage = (options: Partial<CacheOptions> = {}) => {
  const backend = fakeBackend()
  const store = fakeStore({ store: memoryStore() })
  const clock = fakeClock()
  const cache = createCache({ store, backend, clock, ...options })
  return { backend, store, clock, cache }
}

/** Lets go on by itself what can. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve()
}

describe('a fetch that another has overtaken', () => {
  test('hands its followers on to the one that was begun after a purge: there are not two leaders', async () => {
    const { backend, cache } = stage()
    const first = cache.handle(request)
    const follower = cache.handle(request)
    await cache.purge({ key: page })
    const newer = cache.handle(request)
    expect(backend.calls).toHaveLength(2)
    backend.reply({ status: 503 })
    await first
    await settle()
    expect(backend.calls).toHaveLength(2)
    backend.reply(fresh, 'new')
    expect((await newer).outcome).toBe('miss.leader')
    expect(await follower).toMatchObject({ outcome: 'miss.follower', waited: true })
    expect(backend.calls).toHaveLength(2)
  })

  test('does not take along, when its commit is done, what was committed after the purge', async () => {
    const { backend, store, cache } = stage()
    const body = fakeBody()
    const first = cache.handle(request)
    backend.reply(fresh, body)
    await first
    body.push('old')
    await settle()
    store.setDelay('manual')
    const newer = cache.handle({ ...request, fields: ['Cache-Control', 'no-cache'] })
    body.end()
    await settle()
    const purged = cache.purge({ key: page })
    expect(store.release(1)).toBe(1) // the lookup: what it leads to comes after the purge
    await settle()
    backend.reply(fresh, '')
    expect((await newer).outcome).toBe('miss.leader')
    expect(store.held.map(({ operation }) => operation)).toEqual(['commit', 'purge', 'commit'])
    while (store.release(1) > 0) await settle()
    await purged
    store.setDelay('sync')
    const found = await cache.handle(request)
    expect([found.outcome, found.body.length]).toEqual(['hit.fresh', 0])
  })

  test('leaves what has replaced the stored response where it is, though its own reply may not be stored', async () => {
    const { backend, cache, clock } = stage()
    const filled = cache.handle(request)
    backend.reply(
      { fields: ['Cache-Control', 'max-age=1, stale-while-revalidate=100', 'ETag', '"1"'] },
      'old',
    )
    await filled
    clock.advance(2_000)
    await cache.handle(request) // served stale: a refresh is on its way
    await cache.purge({ key: page })
    const newer = cache.handle(request)
    expect(backend.calls.map(({ state }) => state)).toEqual(['ended', 'waiting', 'waiting'])
    backend.calls[2]?.answer({ status: 200, reason: '', ...fresh, body: new TextEncoder().encode('new') })
    await newer
    backend.reply({ fields: ['Cache-Control', 'no-store'] }, 'not to be kept')
    await settle()
    expect(await cache.handle(request)).toMatchObject({ outcome: 'hit.fresh' })
  })
})

describe('a follower that got nothing from its leader, and has asked by itself', () => {
  test.each([
    ['leader', 'cancelled'],
    ['follower', 'sending'],
  ] as const)('leaves its own fetch as a leader does, who may stop it (stop: %s)', async (role, state) => {
    const { backend, cache } = stage({ abort: { [role]: { delivering: 'stop' } } })
    const first = cache.handle(request)
    const follower = cache.send({ ...request, fields: ['Accept-Language', 'de'] })
    // It varies by what the two do not have in common.
    backend.reply({ fields: ['Cache-Control', 'max-age=100', 'Vary', 'Accept-Language'] }, 'for another')
    await first
    await settle()
    const body = fakeBody()
    backend.reply(fresh, body)
    await settle()
    expect(follower.poll()?.outcome).toBe('miss.leader')
    follower.cancel()
    await settle()
    expect(backend.calls[1]?.state).toBe(state)
    body.end()
  })
})

describe('a fetch that could not be shared', () => {
  test('does not take the place of what a later one has brought, though it ends last', async () => {
    const { backend, cache } = stage()
    const part = cache.handle({ ...request, fields: ['Range', 'bytes=0-0'] })
    const old = fakeBody()
    backend.reply(fresh, old) // the origin gives the whole of it
    await part
    const whole = cache.handle(request)
    backend.reply(fresh, 'new')
    await whole
    old.push('old')
    old.end()
    await settle()
    const found = await cache.handle(request)
    expect([found.outcome, new TextDecoder().decode(found.body.bytes)]).toEqual(['hit.fresh', 'new'])
  })

  test('is stored beside what a later one has brought, where that is another variant', async () => {
    const { backend, cache } = stage()
    const varies = { fields: ['Cache-Control', 'max-age=100', 'Vary', 'Accept-Language'] }
    const ask = (language: string) =>
      cache.handle({ ...request, fields: ['Accept-Language', language, 'Cache-Control', 'no-cache'] })
    const german = ask('de')
    const body = fakeBody()
    backend.reply(varies, body)
    await german
    const english = ask('en')
    backend.reply(varies, 'hello')
    await english
    body.push('hallo')
    body.end()
    await settle()
    const texts = ['de', 'en'].map(async (language) => {
      const found = await cache.handle({ ...request, fields: ['Accept-Language', language] })
      return [found.outcome, new TextDecoder().decode(found.body.bytes)]
    })
    expect(await Promise.all(texts)).toEqual([
      ['hit.fresh', 'hallo'],
      ['hit.fresh', 'hello'],
    ])
  })

  test('of two writes at a time: what the first is answered is not kept once the second has succeeded', async () => {
    const { backend, cache } = stage()
    const write = () => cache.handle({ ...request, method: 'POST' })
    const writes = [write(), write()]
    backend.calls[1]?.answer({ status: 204, reason: '', fields: [], body: null })
    await settle()
    backend.reply({ fields: ['Cache-Control', 'max-age=100', 'Content-Location', page] }, 'first')
    await Promise.all(writes)
    void cache.handle(request)
    expect(backend.calls).toHaveLength(3)
  })
})

describe('a body that is on its way for longer than its head is fresh', () => {
  test.each(['max-age=1', 'max-age=1, must-revalidate'])(
    'is not joined by whoever comes then: %s',
    async (control) => {
      const { backend, cache, clock } = stage()
      const first = cache.handle(request)
      backend.reply({ fields: ['Cache-Control', control] }, fakeBody())
      await first
      clock.advance(500)
      void cache.handle(request)
      expect(backend.calls).toHaveLength(1)
      clock.advance(30_000)
      void cache.handle(request)
      expect(backend.calls).toHaveLength(2)
    },
  )

  test('is not joined by whoever wants it younger', async () => {
    const { backend, cache, clock } = stage()
    const first = cache.handle(request)
    backend.reply(fresh, fakeBody())
    await first
    clock.advance(30_000)
    void cache.handle({ ...request, fields: ['Cache-Control', 'max-age=5'] })
    expect(backend.calls).toHaveLength(2)
  })
})

test('a part that does not fit is given up when the whole is asked for', async () => {
  const { backend, cache } = stage()
  const half = ['Cache-Control', 'max-age=100', 'ETag', '"1"', 'Content-Range', 'bytes 0-3/8']
  const first = cache.handle({ ...request, fields: ['Range', 'bytes=0-3'] })
  backend.reply({ status: 206, fields: half }, 'abcd')
  await first
  const whole = cache.handle(request)
  const misfit = ['ETag', '"2"', 'Content-Range', 'bytes 4-7/8']
  backend.reply({ status: 206, fields: misfit }, fakeBody())
  await settle()
  expect(backend.calls.map(({ state }) => state)).toEqual(['ended', 'cancelled', 'waiting'])
  backend.reply(fresh, 'abcdefgh')
  expect((await whole).status).toBe(200)
})

test('those who look again after a purge ask for what is known then: one of them leads', async () => {
  const { backend, cache } = stage()
  const ask = () => cache.handle({ ...request, fields: ['Accept-Language', 'en'] })
  const filled = ask()
  backend.reply({ fields: ['Cache-Control', 'max-age=0', 'Vary', 'Accept-Language', 'ETag', '"1"'] }, 'x')
  await filled
  const waiting = [ask(), ask(), ask()]
  await cache.purge({ all: true })
  backend.reply({ status: 304, fields: ['ETag', '"1"'] })
  await settle()
  expect(backend.calls.filter(({ state }) => state === 'waiting')).toHaveLength(1)
  backend.reply(fresh, 'new')
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200, 200])
})
