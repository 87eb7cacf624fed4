import { describe, expect, test } from '@jest/globals'
import { StoreError } from '@cachechart/core'
import { fakeStore } from '@cachechart/core/testing'
import { get, interpreters, settle, stage, storeOne, storyOf, textOf } from './stage.ts'

const delays = ['sync', 'microtask'] as const
const cases = interpreters.flatMap((interpreter) => delays.map((delay) => [interpreter, delay] as const))

describe.each(cases)('a cache on the %s over a store that answers %s', (interpreter, delay) => {
  test('does what a cache does', async () => {
    const set = stage({ interpreter, store: fakeStore({ delay, chunkBytes: 2 }) })
    await storeOne(set)
    const hit = await set.cache.handle(get())
    expect([hit.source, hit.body.bytes, await textOf(hit)]).toEqual(['stored', undefined, 'one'])
    set.clock.advance(61_000)
    set.backend.reply({ status: 304 })
    expect(await textOf(await set.cache.handle(get()))).toBe('one')
    set.backend.reply({ status: 204 })
    await set.cache.handle({ ...get(), method: 'DELETE' })
    await settle()
    expect([await set.store.get(get().url), set.cache.inFlight()]).toEqual([{ type: 'miss' }, []])
  })

  test.each([
    ['answers an error', new StoreError('ERR_STORE_FAILED', 'down')],
    ['throws anything else', new TypeError('driver bug')],
  ])('goes on without it when it %s, and counts that as no miss', async (_how, error) => {
    const { cache, backend, store, tolerated } = stage({ interpreter, store: fakeStore({ delay }) })
    store.failNext('get', error)
    backend.reply({ fields: ['Cache-Control', 'max-age=60'] }, 'direct')
    expect(await textOf(await cache.handle(get()))).toBe('direct')
    expect(storyOf(cache)).toEqual(['request.lookup', 'lookup.failed', 'reply.decline', 'delivery.done'])
    expect(tolerated).toMatchObject([
      { during: 'lookup', error: { name: 'StoreError', code: 'ERR_STORE_FAILED' } },
    ])
    expect(cache.tolerated().lookup).toBe(1)
  })

  test('fails the request when policy says so, or the caller wants a stored response only', async () => {
    const strict = stage({ interpreter, policy: { onStoreFailure: 'fail' }, store: fakeStore({ delay }) })
    strict.store.failNext('get')
    await expect(strict.cache.handle(get())).rejects.toMatchObject({ code: 'ERR_STORE_FAILED' })
    const lenient = stage({ interpreter, store: fakeStore({ delay }) })
    lenient.store.failNext('get')
    await expect(lenient.cache.handle(get(), { cacheMode: 'only-if-cached' })).rejects.toMatchObject({
      name: 'StoreError',
    })
    expect([...strict.backend.calls, ...lenient.backend.calls]).toEqual([])
  })

  test('takes a body that is gone for a miss, and one that cannot be opened for a failure', async () => {
    const set = stage({ interpreter, store: fakeStore({ delay, chunkBytes: 2 }) })
    await storeOne(set)
    set.store.failNext('open')
    set.backend.reply({}, 'direct')
    expect(await textOf(await set.cache.handle(get()))).toBe('direct')
    expect(set.tolerated).toMatchObject([{ during: 'lookup' }])
  })

  test.each(['put', 'write', 'commit'] as const)(
    'gives the client the reply though the store fails to %s',
    async (operation) => {
      const { cache, backend, store, tolerated } = stage({ interpreter, store: fakeStore({ delay }) })
      store.failNext(operation)
      backend.reply({ fields: ['Cache-Control', 'max-age=60'] }, 'whole')
      expect(await textOf(await cache.handle(get()))).toBe('whole')
      await settle()
      expect(tolerated).toMatchObject([{ during: 'write' }])
      expect(await store.get(get().url)).toEqual({ type: 'miss' })
    },
  )

  test('serves a validated response though the store fails to keep its new head', async () => {
    const set = stage({ interpreter, store: fakeStore({ delay }) })
    await storeOne(set)
    set.clock.advance(61_000)
    set.store.failNext('freshen')
    set.backend.reply({ status: 304 })
    expect(await textOf(await set.cache.handle(get()))).toBe('one')
    await settle()
    expect(set.tolerated).toMatchObject([{ during: 'freshen' }])
  })

  test('answers an unsafe method though the store fails to invalidate', async () => {
    const { cache, backend, store, tolerated } = stage({ interpreter, store: fakeStore({ delay }) })
    store.failNext('delete')
    backend.reply({ status: 204 })
    expect((await cache.handle({ ...get(), method: 'PUT' })).status).toBe(204)
    await settle()
    expect(tolerated).toMatchObject([{ during: 'invalidate' }])
  })

  test('ends a stored body in an error when the store breaks while it is read', async () => {
    const set = stage({ interpreter, store: fakeStore({ delay, chunkBytes: 2 }) })
    await storeOne(set)
    const response = await set.cache.handle(get())
    set.store.failNext('read')
    await expect(textOf(response)).rejects.toMatchObject({ name: 'StoreError' })
    expect([storyOf(set.cache).at(-1), set.cache.inFlight()]).toEqual(['delivery.failed', []])
  })
})

describe.each(interpreters)('a store that takes its time, on the %s', (interpreter) => {
  test.each([
    ['a new head', { status: 304 }, 'GET', ['freshen']],
    ['an invalidation', { status: 204 }, 'PUT', ['delete', 'purge']],
  ])('is waited for by drain and by the runtime: %s', async (_what, reply, method, operations) => {
    const work: Promise<unknown>[] = []
    const set = stage({
      interpreter,
      store: fakeStore(),
      background: { waitUntil: (each) => work.push(each) },
    })
    await storeOne(set)
    set.clock.advance(61_000)
    const before = work.length
    const pending = set.cache.send({ ...get(), method })
    set.store.setDelay('manual')
    set.backend.reply(reply)
    await pending.wait()
    let drained = false
    const draining = set.cache.drain().then(() => (drained = true))
    await settle()
    expect([drained, work.length - before, set.store.held.map(({ operation }) => operation)]).toEqual([
      false,
      1,
      operations,
    ])
    set.store.release()
    await Promise.all([draining, ...work])
    expect([set.tolerated, set.clock.pending()]).toEqual([[], 0])
  })

  test('is not waited for longer than its deadline', async () => {
    const set = stage({ interpreter, store: fakeStore() })
    const pending = set.cache.send({ ...get(), method: 'PUT' })
    set.store.setDelay('manual')
    set.backend.reply({ status: 204 })
    await pending.wait()
    set.clock.advance(2_000)
    await settle()
    set.store.setDelay('sync')
    expect(await set.cache.drain()).toEqual({ stopped: 0 })
    expect(set.tolerated).toMatchObject([{ during: 'invalidate', error: { code: 'ERR_STORE_TIMEOUT' } }])
  })
})

describe.each(interpreters)('a store that is silent, on the %s', (interpreter) => {
  test('is left at the deadline, and its late answer is not heard', async () => {
    const { cache, backend, store, clock, tolerated } = stage({
      interpreter,
      store: fakeStore({ delay: 'manual' }),
    })
    const pending = cache.send(get())
    expect(cache.inFlight()).toMatchObject([{ state: 'awaitCache', waitsFor: 'the lookup', owedBy: 'store' }])
    clock.advance(2_000)
    backend.reply({}, 'direct')
    expect(await textOf(await pending.wait())).toBe('direct')
    store.release()
    await settle()
    expect(storyOf(cache)).toEqual(['request.lookup', 'deadline.passed', 'reply.decline', 'delivery.done'])
    expect([tolerated, clock.pending()]).toEqual([[], 0])
  })

  test('fails a request at the deadline that wants nothing but a stored response', async () => {
    const { cache, clock, backend } = stage({ interpreter, store: fakeStore({ delay: 'manual' }) })
    const pending = cache.send(get(), { cacheMode: 'only-if-cached' })
    clock.advance(2_000)
    await expect(pending.wait()).rejects.toMatchObject({ code: 'ERR_DEADLINE', state: 'awaitCache' })
    expect([backend.calls, cache.inFlight()]).toEqual([[], []])
  })

  test('gets the body that it opened too late back unread', async () => {
    const set = stage({ interpreter, store: fakeStore({ chunkBytes: 2 }) })
    await storeOne(set)
    set.store.setDelay('manual')
    const pending = set.cache.send(get())
    set.store.release()
    await settle()
    set.clock.advance(2_000)
    set.backend.reply({}, 'direct')
    expect(await textOf(await pending.wait())).toBe('direct')
    set.store.release()
    await settle()
    expect(set.tolerated).toEqual([])
  })

  test('while a stored body is read, ends the delivery at the deadline', async () => {
    const set = stage({ interpreter, store: fakeStore({ chunkBytes: 2 }) })
    await storeOne(set)
    const response = await set.cache.handle(get())
    set.store.setDelay('manual')
    const reading = textOf(response)
    set.clock.advance(60_000)
    await expect(reading).rejects.toMatchObject({ code: 'ERR_DEADLINE', state: 'delivering' })
    expect(set.cache.inFlight()).toEqual([])
  })
})

test('whoever is told that a lookup failed may end the request: it has gone on before', async () => {
  const set = stage({
    onTolerated: () => {
      pending.cancel()
    },
  })
  set.store.setDelay('microtask')
  set.store.failNext('get')
  const pending = set.cache.send(get())
  await expect(pending.wait()).rejects.toMatchObject({ code: 'ERR_CANCELLED' })
  // Those who ask for the same meanwhile may have what comes.
  expect(set.cache.inFlight().map(({ state }) => state)).toEqual(['awaitBackend.detached'])
  set.backend.reply({}, '')
  await settle()
  expect([set.cache.inFlight(), set.cache.tolerated()]).toMatchObject([[], { lookup: 1, run: 0 }])
})
