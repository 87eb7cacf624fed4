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
