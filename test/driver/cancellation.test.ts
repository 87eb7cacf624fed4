import { describe, expect, test } from '@jest/globals'
import { fakeBody, fakeStore } from '@cachechart/core/testing'
import { get, interpreters, settle, stage, storyOf, textOf } from './stage.ts'

const cacheable = { fields: ['Cache-Control', 'max-age=60'] }

describe.each(interpreters)('a caller that leaves, on the %s', (interpreter) => {
  test('while the store is asked, costs nothing', async () => {
    const { cache, backend, store } = stage({ interpreter, store: fakeStore({ delay: 'manual' }) })
    const pending = cache.send(get())
    pending.cancel()
    await expect(pending.wait()).rejects.toMatchObject({ code: 'ERR_CANCELLED' })
    store.release()
    await settle()
    expect([backend.calls, cache.inFlight(), storyOf(cache)]).toEqual([
      [],
      [],
      ['request.lookup', 'client.gone'],
    ])
  })

  test('while the origin is asked, loses no write: the reply is stored', async () => {
    const { cache, backend } = stage({ interpreter })
    const pending = cache.send(get())
    pending.cancel()
    pending.cancel()
    expect(cache.inFlight()).toMatchObject([{ state: 'awaitBackend.detached' }])
    expect(() => pending.poll()).toThrow('cancelled')
    backend.reply(cacheable, 'hello')
    await settle()
    expect(storyOf(cache)).toEqual(['request.lookup', 'lookup.obliged', 'client.gone', 'reply.store'])
    expect(cache.send(get()).poll()?.source).toBe('stored')
  })

  test.each(['HEAD', 'POST'])(
    'while the origin is asked with %s, which yields nothing to store, stops the origin',
    async (method) => {
      const { cache, backend } = stage({ interpreter })
      const pending = cache.send({ ...get(), method })
      pending.cancel()
      await expect(pending.wait()).rejects.toMatchObject({ code: 'ERR_CANCELLED' })
      expect([backend.cancelled, cache.inFlight()]).toEqual([1, []])
    },
  )

  test.each(['cancel', 'break'] as const)(
    'while a body that is being stored arrives, loses no write: %s',
    async (how) => {
      const { cache, backend } = stage({ interpreter })
      const body = fakeBody()
      backend.reply(cacheable, body)
      const pending = cache.send(get())
      const response = await pending.wait()
      body.push('first ')
      if (how === 'cancel') pending.cancel()
      else for await (const _chunk of response.body) break
      expect([cache.inFlight(), storyOf(cache).at(-1)]).toEqual([[], 'client.gone'])
      body.push('second')
      body.end()
      await settle()
      const hit = cache.send(get()).poll()
      expect(hit && (await textOf(hit))).toBe('first second')
    },
  )

  test('while a body that is not stored arrives, stops the origin', async () => {
    const { cache, backend } = stage({ interpreter })
    const body = fakeBody()
    backend.reply({ fields: ['Cache-Control', 'no-store'] }, body)
    const response = await cache.handle(get())
    body.push('first')
    response.body.cancel()
    await settle()
    expect([backend.cancelled, cache.inFlight()]).toEqual([1, []])
  })

  test('while a stored body is read, lets the store go', async () => {
    const set = stage({ interpreter, store: fakeStore({ chunkBytes: 1 }) })
    set.backend.reply(cacheable, 'hello')
    await textOf(await set.cache.handle(get()))
    const response = await set.cache.handle(get())
    for await (const _chunk of response.body) break
    expect([set.cache.inFlight(), storyOf(set.cache).at(-1)]).toEqual([[], 'client.gone'])
  })

  test('after it was answered, changes nothing', async () => {
    const { cache, backend } = stage({ interpreter })
    backend.reply(cacheable, 'hello')
    const pending = cache.send(get())
    await textOf(await pending.wait())
    pending.cancel()
    expect([pending.poll()?.status, storyOf(cache).at(-1)]).toEqual([200, 'delivery.done'])
  })

  test('from within a transition, is heard when the step is done', async () => {
    const { cache, backend, tolerated } = stage({
      interpreter,
      onTransition: ({ event }) => {
        if (event === 'reply.store') pending.cancel()
      },
    })
    const pending = cache.send(get())
    backend.reply(cacheable, 'hello')
    await expect(pending.wait()).rejects.toMatchObject({ code: 'ERR_CANCELLED' })
    await settle()
    expect([cache.inFlight(), tolerated, cache.send(get()).poll()?.source]).toEqual([[], [], 'stored'])
  })

  test('reads nothing for too long, and frees what it held', async () => {
    const { cache, backend, clock } = stage({ interpreter })
    const body = fakeBody()
    backend.reply({ fields: ['Cache-Control', 'no-store'] }, body)
    const response = await cache.handle(get())
    for (let count = 0; count < 10; count += 1) body.push(new Uint8Array(100_000))
    await settle()
    clock.advance(60_000)
    await settle()
    expect([backend.cancelled, cache.inFlight(), clock.pending()]).toEqual([1, [], 0])
    await expect(textOf(response)).rejects.toMatchObject({ code: 'ERR_DEADLINE' })
  })

  test('is not taken for gone as long as it reads, however slowly', async () => {
    const { cache, backend, clock } = stage({ interpreter })
    const body = fakeBody()
    backend.reply({ fields: ['Cache-Control', 'no-store'] }, body)
    const reader = (await cache.handle(get())).body[Symbol.asyncIterator]()
    for (let count = 0; count < 10; count += 1) body.push(new Uint8Array(100_000))
    body.end()
    await settle()
    for (let count = 0; count < 10; count += 1) {
      clock.advance(50_000)
      expect((await reader.next()).value).toHaveLength(100_000)
      await settle()
    }
    expect(await reader.next()).toMatchObject({ done: true })
    expect(storyOf(cache).at(-1)).toBe('delivery.done')
  })
})
