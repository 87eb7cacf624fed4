import { describe, expect, test } from '@jest/globals'
import { createCache, type Transition } from '@cachechart/core'
import { fakeBackend, fakeBody, fakeStore } from '@cachechart/core/testing'
import { get, interpreters, settle, stage, storeOne, textOf } from './stage.ts'

/** What `send` returns is the transaction at work, which takes inputs: the way in for a defect of the driver. */
interface Feedable {
  feed(input: { type: string }): void
}

describe.each(interpreters)('seeing what happens, on the %s', (interpreter) => {
  test('lists open transactions with state, age, history, and who owes what', async () => {
    const { cache, backend, clock } = stage({ interpreter })
    const pending = cache.send(get())
    const startedAt = clock.now()
    clock.advance(5_000)
    expect(cache.inFlight()).toEqual([
      {
        id: pending.id,
        role: 'leader',
        method: 'GET',
        key: get().url,
        state: 'awaitBackend.attached',
        startedAt,
        since: startedAt,
        inState: 5_000,
        step: undefined,
        leader: undefined,
        waitsFor: 'the reply head',
        owedBy: 'origin',
        history: [
          { event: 'request.lookup', state: 'awaitCache', at: startedAt },
          { event: 'lookup.obliged', state: 'awaitBackend.attached', at: startedAt },
        ],
        dropped: 0,
      },
    ])
    backend.reply({}, 'x')
    await pending.wait()
    expect(cache.inFlight()).toEqual([])
  })

  test('tells of each transition, after it happened', async () => {
    const seen: Transition[] = []
    const set = stage({ interpreter, onTransition: (transition) => seen.push(transition) })
    await storeOne(set)
    expect(seen.map(({ from, event, to }) => `${from} ${event} ${to}`)).toEqual([
      'received request.lookup awaitCache',
      'awaitCache lookup.obliged awaitBackend.attached',
      'awaitBackend.attached reply.store delivering',
      'delivering delivery.done delivered',
    ])
    expect(seen[0]).toMatchObject({ transaction: 1, key: get().url, at: set.clock.now() })
  })

  test('remembers the last finished transactions, as many as it is told to', async () => {
    const { cache, backend } = stage({ interpreter, traceCapacity: 2 })
    for (const path of ['a', 'b', 'c']) {
      backend.reply({}, path)
      await cache.handle(get(`http://origin.example/${path}`))
    }
    expect(cache.traces().map(({ key }) => key.at(-1))).toEqual(['b', 'c'])
  })

  test('suffers observers that throw, and counts that', async () => {
    const fail = () => {
      throw new Error('observer')
    }
    const set = stage({ interpreter, onTransition: fail, onTolerated: fail })
    await storeOne(set)
    expect(set.cache.send(get()).poll()?.status).toBe(200)
    expect(set.cache.tolerated().observe).toBeGreaterThan(0)
  })

  test('is loud about an illegal event: the caller hears of it, nothing is left, and the cache goes on', async () => {
    const { cache, backend, clock, tolerated } = stage({ interpreter })
    const pending = cache.send(get())
    ;(pending as unknown as Feedable).feed({ type: 'bodyDone' })
    await expect(pending.wait()).rejects.toMatchObject({
      code: 'ERR_ILLEGAL_EVENT',
      state: 'awaitBackend.attached',
    })
    expect([backend.cancelled, cache.inFlight(), clock.pending()]).toEqual([1, [], 0])
    expect(tolerated).toMatchObject([{ during: 'run', error: { code: 'ERR_ILLEGAL_EVENT' } }])
    backend.reply({}, 'fine')
    expect((await cache.handle(get())).status).toBe(200)
  })

  test('is loud about an illegal event in the middle of a body, too', async () => {
    const { cache, backend } = stage({ interpreter })
    const body = fakeBody()
    backend.reply({ fields: ['Cache-Control', 'max-age=60'] }, body)
    const pending = cache.send(get())
    const response = await pending.wait()
    ;(pending as unknown as Feedable).feed({ type: 'request' })
    await expect(textOf(response)).rejects.toMatchObject({ code: 'ERR_ILLEGAL_EVENT' })
    await settle()
    expect([backend.cancelled, cache.inFlight(), cache.send(get()).poll()]).toEqual([1, [], undefined])
  })

  test('counts an input that comes after the end, and changes nothing', async () => {
    const set = stage({ interpreter })
    await storeOne(set)
    const pending = set.cache.send(get())
    ;(pending as unknown as Feedable).feed({ type: 'bodyDone' })
    expect(set.tolerated).toMatchObject([{ during: 'run', error: { code: 'ERR_MISUSE' } }])
    expect(pending.poll()?.status).toBe(200)
  })
})

test('on XState, the inspection API sees every request as an actor', async () => {
  const events: unknown[] = []
  const set = stage({ interpreter: 'xstate', inspect: (event) => events.push(event) })
  await storeOne(set)
  const types = events.map((event) => (event as { type: string; event?: { type: string } }).event?.type) // as XState documents it
  expect(types).toEqual(
    expect.arrayContaining(['request.lookup', 'lookup.obliged', 'reply.store', 'delivery.done']),
  )
})

test('on XState, an inspector that throws does no harm, and is counted', async () => {
  const inspect = () => {
    throw new Error('inspector')
  }
  const set = stage({ interpreter: 'xstate', inspect })
  await storeOne(set)
  expect(set.cache.send(get()).poll()?.source).toBe('stored')
  expect(set.cache.tolerated().observe).toBeGreaterThan(0)
})

describe.each(interpreters)('draining, on the %s', (interpreter) => {
  test('is done at once when nothing is open, and else when the last work has ended', async () => {
    const { cache, backend, clock } = stage({ interpreter })
    expect(await cache.drain()).toEqual({ stopped: 0 })
    const body = fakeBody()
    backend.reply({ fields: ['Cache-Control', 'max-age=60'] }, body)
    const response = await cache.handle(get())
    response.body.cancel()
    let drained = false
    const draining = cache.drain().then((result) => {
      drained = true
      return result
    })
    await settle()
    expect(drained).toBe(false)
    body.end()
    expect(await draining).toEqual({ stopped: 0 })
    expect(clock.pending()).toBe(0)
  })

  test('stops refreshes and writes that no client waits for when its time is over, and leaves clients alone', async () => {
    const { cache, backend, clock } = stage({ interpreter })
    const left = fakeBody()
    const read = fakeBody()
    backend.reply({ fields: ['Cache-Control', 'max-age=60'] }, left)
    ;(await cache.handle(get('http://origin.example/left'))).body.cancel()
    backend.reply({}, read)
    const reading = textOf(await cache.handle(get('http://origin.example/read')))
    cache.send(get('http://origin.example/gone')).cancel()
    const draining = cache.drain({ timeout: 1_000 })
    await settle()
    clock.advance(1_000)
    expect(await draining).toEqual({ stopped: 2 })
    await settle()
    expect(backend.cancelled).toBe(2)
    expect(cache.inFlight()).toMatchObject([{ state: 'delivering' }])
    read.push('whole')
    read.end()
    expect(await reading).toBe('whole')
  })
})

test('a cache refuses options that make no sense before anything is done', () => {
  expect(() =>
    createCache({ store: fakeStore(), backend: fakeBackend(), policy: { name: 'no token' } }),
  ).toThrow(RangeError)
  expect(() => createCache({ store: fakeStore(), backend: fakeBackend(), deadlines: { body: -1 } })).toThrow(
    'deadlines.body',
  )
})

test('a request that makes no sense is refused by send at once, and by handle with a rejection', async () => {
  const { cache } = stage()
  expect(() => cache.send(get('/relative'))).toThrow(expect.objectContaining({ code: 'ERR_MISUSE' }))
  await expect(cache.handle(get('/relative'))).rejects.toMatchObject({ code: 'ERR_MISUSE' })
})
