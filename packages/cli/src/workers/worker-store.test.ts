import { describe, expect, test } from '@jest/globals'
import { createCache, memoryStore, type MemoryStore, type StoredEntry } from '@cachechart/core'
import { fakeStore, sampleResponse, storeContract } from '@cachechart/core/testing'
import { WorkerStore } from './worker-store.ts'

/** Of one response that is stored. */
function variantsOf(memory: MemoryStore): readonly StoredEntry[] {
  memory.put('k', sampleResponse()).commit()
  const found = memory.get('k')
  return found.type === 'hit' ? found.variants : []
}

describe('the store of a worker', () => {
  test.each(storeContract(() => new WorkerStore(memoryStore(), () => {})))(
    'keeps the promises of a store: $name',
    async ({ run }) => {
      await expect(run()).resolves.toBeUndefined()
    },
  )

  test('is looked into without a use of what is there, where it can be', () => {
    const memory = memoryStore()
    memory.put('k', sampleResponse()).commit()
    const operations: string[] = []
    const peekable = { ...fakeStore({ store: memory }), peek: (key: string) => memory.peek(key) }
    const plain = fakeStore({ store: memory })
    for (const store of [peekable, plain]) {
      expect(new WorkerStore(store, () => {}).peek('k')).toMatchObject({ type: 'hit' })
      operations.push(store.calls.map(({ operation }) => operation).join())
    }
    expect(operations).toEqual(['', 'get'])
  })

  test('is written to with the claim that the cache makes', async () => {
    const memory = memoryStore()
    const claims: unknown[] = []
    const store = new WorkerStore(
      {
        ...fakeStore({ store: memory }),
        put: (key, response, claim) => {
          claims.push(claim)
          return memory.put(key, response)
        },
        // eslint-disable-next-line max-params -- as the port has it
        freshen: (key, entry, response, claim) => {
          claims.push(claim)
          return memory.freshen(key, entry, response)
        },
      },
      () => {},
    )
    const claim = { moment: 7 }
    store.put('k', sampleResponse(), claim).abort()
    const [entry] = variantsOf(memory)
    if (entry !== undefined) await store.freshen('k', entry, sampleResponse(), claim)
    expect(claims).toEqual([claim, claim])
  })

  test('tells what unsafe methods make invalid, and no purge', async () => {
    const told: string[] = []
    const cache = createCache({
      store: new WorkerStore(memoryStore(), (key) => void told.push(key)),
      backend: {
        send: () =>
          Promise.resolve({
            status: 200,
            reason: 'OK',
            fields: ['Cache-Control', 'max-age=60', 'Location', '/b'],
            body: null,
          }),
      },
    })
    const send = (method: string) => cache.handle({ method, url: 'http://a/a', fields: [] })
    await send('GET')
    await cache.purge({ url: 'http://a/a' })
    await cache.purge({ all: true })
    expect(told).toEqual([])
    await send('POST')
    expect(told).toEqual(['http://a/a', 'http://a/b'])
  })

  test('is not asked for what somebody else has purged, while what is in flight is fenced off', async () => {
    const memory = memoryStore()
    const store = new WorkerStore(memory, () => {})
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
    const cache = createCache({
      store,
      backend: {
        async send({ url }) {
          if (url.endsWith('/slow')) await answered
          return { status: 200, reason: 'OK', fields: ['Cache-Control', 'max-age=60'], body: null }
        },
      },
    })
    const get = (url: string) => cache.handle({ method: 'GET', url, fields: [] })
    await get('http://a/stored')
    const slow = get('http://a/slow')
    expect(await store.purgedElsewhere(() => cache.purge({ all: true }))).toEqual({ purged: 0 })
    expect(memory.entries).toBe(1)
    answer()
    await slow
    await cache.drain()
    expect(memory.entries).toBe(1)
    expect(await cache.purge({ all: true })).toEqual({ purged: 1 })
  })
})
