import { describe, expect, test } from '@jest/globals'
import { memoryStore } from '../stores/memory-store.ts'
import { fakeBackend } from '../testing/fake-backend.ts'
import { fakeBody } from '../testing/fake-body.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { fakeStore, type FakeStoreOptions } from '../testing/fake-store.ts'
import type { CacheOptions, CacheRequest, Tolerated } from './cache-api.ts'
import type { CacheResponse } from './cache-response.ts'
import { openCache } from './create-cache.ts'

const settle = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })

const get = (path = 'page', method = 'GET'): CacheRequest => ({
  method,
  url: `http://origin.example/${path}`,
  fields: [],
})

const textOf = async ({ body }: CacheResponse): Promise<string> => {
  let text = ''
  for await (const chunk of body) text += new TextDecoder().decode(chunk)
  return text
}

const storable = ['Cache-Control', 'max-age=600']

/** A cache in which only the cache is real, and the pages `stored` that are in its store already. */
const setUp = async (
  options: Partial<CacheOptions> & {
    readonly from?: FakeStoreOptions
    readonly stored?: readonly string[]
  } = {},
) => {
  const { from = {}, stored = [], ...others } = options
  const clock = fakeClock()
  const backend = fakeBackend()
  const store = fakeStore({ chunkBytes: 2, ...from })
  const tolerated: (Tolerated & { readonly at: number })[] = []
  const { cache, environment } = openCache({
    clock,
    backend,
    store,
    random: () => 0.5,
    onTolerated: (failure) => tolerated.push({ ...failure, at: clock.now() }),
    ...others,
  })
  /** What the client gets, and how long it has waited for it, the origin answering at once. */
  const ask = async (request: CacheRequest, spans: readonly number[] = []) => {
    const begun = clock.now()
    let told: { text: string; source: string; after: number } | undefined
    const pending = cache.send(request, { collapse: false })
    const asked = backend.calls.length
    const hear = async (): Promise<void> => {
      const response = await pending.wait()
      told = { text: await textOf(response), source: response.source, after: clock.now() - begun }
    }
    const hearing = hear()
    for (const span of [0, ...spans]) {
      clock.advance(span)
      await settle()
      if (backend.calls.length > asked || backend.calls.some(({ state }) => state === 'waiting'))
        backend.reply({ fields: storable }, 'new')
      await settle()
    }
    void hearing
    return told
  }
  for (const path of stored) {
    const pending = cache.send(get(path))
    backend.reply({ fields: storable }, 'old!')
    await textOf(await pending.wait())
    await settle()
  }
  return { cache, environment, clock, backend, store, tolerated, ask }
}

const tooLate = { name: 'StoreError', code: 'ERR_STORE_TIMEOUT' }

describe('what one request may lose to the store', () => {
  test('is one budget for the lookup, the opening and the pieces of the body', async () => {
    const { cache, environment, clock, store } = await setUp({ stored: ['page'] })
    store.setDelay('manual')
    const pending = cache.send(get())
    for (const span of [600, 600]) {
      clock.advance(span)
      store.release()
      await settle()
    }
    const reading = textOf(await pending.wait())
    expect(environment.open.toArray().map(({ storeBudget }) => storeBudget.left)).toEqual([800])
    await settle()
    clock.advance(600)
    store.release()
    await settle()
    let failure: unknown
    reading.catch((error: unknown) => (failure = error))
    clock.advance(199)
    await settle()
    expect(failure).toBeUndefined()
    // What has come so far has earned a little more.
    clock.advance(2)
    await settle()
    expect(failure).toMatchObject(tooLate)
    expect([cache.inFlight(), cache.storeHealth().reads.failures, clock.pending()]).toEqual([[], 1, 0])
  })

  test('counts for a second lookup as well, after another had the reply for somebody else', async () => {
    const { cache, clock, store, backend } = await setUp()
    const inLanguage = (language: string): CacheRequest => ({
      ...get(),
      fields: ['Accept-Language', language],
    })
    const stateOf = (id: number) => cache.inFlight().find((story) => story.id === id)?.state
    cache.send(inLanguage('en'))
    store.setDelay('manual')
    cache.send(inLanguage('de'))
    clock.advance(1_500)
    store.release()
    await settle()
    expect(stateOf(2)).toBe('awaitFlight')
    backend.reply({ fields: [...storable, 'Vary', 'Accept-Language'] }, 'hello')
    await settle()
    expect(stateOf(2)).toBe('awaitCache')
    clock.advance(499)
    expect(stateOf(2)).toBe('awaitCache')
    clock.advance(1)
    expect(stateOf(2)).not.toBe('awaitCache')
  })

  test('is no more than the budget, however slowly the reply is written', async () => {
    const { cache, clock, backend, store, tolerated } = await setUp({ writeBehind: { maxBytes: 0 } })
    const source = fakeBody()
    store.setDelay('manual')
    const begun = clock.now()
    const pending = cache.send(get())
    clock.advance(1_000)
    store.release()
    await settle()
    backend.reply({ fields: storable }, source)
    const response = await pending.wait()
    const reading = textOf(response)
    for (let pieces = 0; pieces < 10; pieces += 1) source.push('abcd')
    source.end()
    await settle()
    for (let steps = 0; steps < 10; steps += 1) {
      clock.advance(500)
      await settle()
      store.release()
      await settle()
    }
    expect(await reading).toHaveLength(40)
    expect(tolerated).toMatchObject([{ during: 'write', error: tooLate }])
    expect(Math.round((tolerated[0]?.at ?? 0) - begun)).toBe(2_000)
    expect(cache.storeHealth()).toMatchObject({ droppedWrites: 1, bytesBehind: 0 })
  })

  test('is nothing while what is written has room in memory', async () => {
    const { cache, clock, backend, store } = await setUp()
    const pending = cache.send(get())
    const source = fakeBody()
    backend.reply({ fields: storable }, source)
    const response = await pending.wait()
    store.setDelay('manual')
    for (const piece of ['ab', 'cd', 'ef']) source.push(piece)
    source.end()
    expect(await textOf(response)).toBe('abcdef')
    expect(cache.storeHealth().bytesBehind).toBe(6)
    const drained = cache.drain()
    for (let calls = 0; calls < 4; calls += 1) {
      await settle()
      store.release()
    }
    expect(await drained).toEqual({ stopped: 0 })
    store.setDelay('sync')
    expect([(await cache.handle(get())).source, cache.storeHealth().bytesBehind]).toEqual(['stored', 0])
    expect(clock.now()).toBe(1_700_000_000_000)
  })

  test('keeps no drain waiting for longer than its own limit', async () => {
    const { cache, clock, backend, store } = await setUp({ deadlines: { store: Infinity } })
    const pending = cache.send(get())
    const source = fakeBody()
    backend.reply({ fields: storable }, source)
    const response = await pending.wait()
    store.setDelay('manual')
    source.push('ab')
    source.end()
    await textOf(response)
    const drained = cache.drain({ timeout: 500 })
    await settle()
    clock.advance(500)
    expect(await drained).toEqual({ stopped: 1 })
    expect([cache.storeHealth().bytesBehind, cache.ledger().writers]).toEqual([
      0,
      { taken: 1, discharged: 1 },
    ])
  })
})

describe('a store that is silent', () => {
  test('costs the first requests the budget, then nobody anything, and is asked again when it is back', async () => {
    const { cache, clock, store, ask } = await setUp({ stored: ['page'] })
    store.setDelay('manual')
    for (let requests = 0; requests < 5; requests += 1)
      expect(await ask(get(), [1_999, 1])).toMatchObject({ text: 'new', source: 'origin', after: 2_000 })
    expect(cache.storeBreaker()).toBe('open')
    const waits: (number | undefined)[] = []
    for (let requests = 0; requests < 100; requests += 1) waits.push((await ask(get()))?.after)
    expect(new Set(waits)).toEqual(new Set([0]))
    expect(cache.storeHealth()).toMatchObject({ reads: { state: 'open', opened: 1 }, bytesBehind: 0 })
    store.setDelay('sync')
    store.release()
    clock.advance(1_000)
    expect(await ask(get())).toMatchObject({ source: 'stored', after: 0 })
    expect(cache.storeHealth().reads).toMatchObject({ state: 'closed', failures: 0, nextProbe: null })
  })

  test('is tried again by the first who comes after the pause, also by one who wants nothing stored', async () => {
    const { cache, clock, store, backend } = await setUp({ storeBreaker: { failures: 1 } })
    store.failNext('purge')
    await expect(cache.purge({ all: true })).rejects.toMatchObject({ code: 'ERR_STORE_FAILED' })
    const reload = async (): Promise<void> => {
      const pending = cache.send(get(), { strategy: 'bypass' })
      backend.reply({ fields: storable }, 'new')
      await textOf(await pending.wait())
      await settle()
    }
    await reload()
    expect([cache.storeBreaker(), await store.get(get().url)]).toEqual(['open', { type: 'miss' }])
    clock.advance(1_000)
    await reload()
    expect([cache.storeBreaker(), (await cache.handle(get())).source]).toEqual(['closed', 'stored'])
  })

  test('is asked to purge all the same, and a purge that it carries out shows that it is back', async () => {
    const { cache, store } = await setUp({ stored: ['page'], storeBreaker: { failures: 1 } })
    store.failNext('purge')
    await expect(cache.purge({ all: true })).rejects.toMatchObject({ code: 'ERR_STORE_FAILED' })
    expect(cache.storeBreaker()).toBe('open')
    expect([await cache.purge({ all: true }), cache.storeBreaker()]).toEqual([{ purged: 1 }, 'closed'])
  })
})

describe('a store that is full', () => {
  test('goes on to answer, and is given nothing for a while', async () => {
    const { cache, store, ask, tolerated } = await setUp({ stored: ['page'] })
    for (let requests = 0; requests < 5; requests += 1) {
      store.failNext('commit')
      expect(await ask(get(`other${requests}`))).toMatchObject({ text: 'new', source: 'origin' })
    }
    const before = store.calls.filter(({ operation }) => operation === 'put').length
    expect(await ask(get('another'))).toMatchObject({ text: 'new', after: 0 })
    expect(store.calls.filter(({ operation }) => operation === 'put')).toHaveLength(before)
    expect(await ask(get())).toMatchObject({ text: 'old!', source: 'stored' })
    expect(cache.storeHealth()).toMatchObject({
      reads: { state: 'closed' },
      writes: { state: 'open' },
      droppedWrites: 6,
    })
    expect(tolerated.at(-1)).toMatchObject({ during: 'write', error: { code: 'ERR_STORE_UNAVAILABLE' } })
  })

  test('may refuse as often as it likes: that is no failure', async () => {
    const { cache, ask } = await setUp({
      from: { store: memoryStore({ maxBytes: 1 }) },
      storeBreaker: { failures: 1 },
    })
    for (let requests = 0; requests < 3; requests += 1) await ask(get(`page${requests}`))
    expect(cache.storeHealth()).toMatchObject({ writes: { state: 'closed', failures: 0 }, droppedWrites: 0 })
  })
})

test('a store that cannot even begin to write fails as one that cannot write', async () => {
  const { cache, store, ask } = await setUp()
  store.failNext('put')
  expect(await ask(get())).toMatchObject({ text: 'new', source: 'origin' })
  expect(cache.storeHealth()).toMatchObject({ writes: { failures: 1 }, droppedWrites: 1 })
})

describe('an unsafe request that succeeds while the store is down', () => {
  test('leaves nothing to be found that it has changed, and the store is told when it is back', async () => {
    const { cache, clock, store, backend, ask } = await setUp({
      stored: ['page', 'other'],
      storeBreaker: { failures: 2 },
    })
    store.failNext('delete')
    const pending = cache.send(get('page', 'PUT'))
    backend.reply({ status: 204 })
    await pending.wait()
    await settle()
    expect(cache.storeHealth()).toMatchObject({ owedInvalidations: 1, reads: { failures: 1 } })
    expect(await ask(get('other'))).toMatchObject({ source: 'stored' })
    expect(await ask(get())).toMatchObject({ text: 'new', source: 'origin' })
    clock.advance(1_000)
    await settle()
    expect(cache.storeHealth().owedInvalidations).toBe(0)
    expect(await store.get(get().url)).toEqual({ type: 'miss' })
  })

  test('is told to the store before the cache comes to rest', async () => {
    const { cache, store, backend, clock } = await setUp({ stored: ['page'] })
    store.failNext('delete')
    const pending = cache.send(get('page', 'PUT'))
    backend.reply({ status: 204 })
    await pending.wait()
    expect(await cache.drain()).toEqual({ stopped: 0 })
    expect([await store.get(get().url), cache.storeHealth().owedInvalidations, clock.pending()]).toEqual([
      { type: 'miss' },
      0,
      0,
    ])
  })

  test('does not wait for it, nor ask it in vain', async () => {
    const { cache, clock, store, backend } = await setUp({ stored: ['page'], storeBreaker: { failures: 1 } })
    store.failNext('get')
    const first = cache.send(get('first'))
    backend.reply({}, 'new')
    await first.wait()
    const before = store.calls.length
    const pending = cache.send(get('page', 'DELETE'))
    backend.reply({ status: 204 })
    await pending.wait()
    expect([store.calls.length, cache.storeHealth().owedInvalidations]).toEqual([before, 1])
    expect(cache.tolerated().invalidate).toBe(1)
    clock.advance(1_000)
    await settle()
    expect([await store.get(get().url), cache.storeBreaker()]).toEqual([{ type: 'miss' }, 'closed'])
  })

  test('counts as a failure of the store only where that says so itself', async () => {
    const { cache, store, backend } = await setUp({ stored: ['page'] })
    store.failNext('delete', new TypeError('the rule for keys is wrong'))
    const pending = cache.send(get('page', 'DELETE'))
    backend.reply({ status: 204 })
    await pending.wait()
    expect(cache.storeHealth()).toMatchObject({ owedInvalidations: 1, reads: { failures: 0 } })
    expect(cache.tolerated().invalidate).toBe(1)
  })
})
