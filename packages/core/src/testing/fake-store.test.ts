import { describe, expect, test } from '@jest/globals'
import { StoreError } from '../ports/port-errors.ts'
import type { Store } from '../ports/store.ts'
import { memoryStore } from '../stores/memory-store.ts'
import { fakeStore, type FakeStore } from './fake-store.ts'
import { sampleResponse } from './sample-response.ts'

const response = sampleResponse()

async function put(store: Store, text: string): Promise<void> {
  const writer = store.put('key', response)
  await writer.write(new TextEncoder().encode(text))
  await writer.commit()
}

async function only(store: Store) {
  const result = await store.get('key')
  const [entry] = result.type === 'hit' ? result.variants : []
  if (entry === undefined) throw new Error('the key is not stored')
  return entry
}

const operations = (store: FakeStore) => store.calls.map(({ operation }) => operation)

describe('a fake store answers', () => {
  test('at once, as the store that it wraps', () => {
    const store = fakeStore()
    expect(store.get('key')).toEqual({ type: 'miss' })
    expect(store.delete('key')).toBe(0)
  })

  test('with promises', async () => {
    const store = fakeStore({ delay: 'microtask' })
    await put(store, 'hello')
    for (const answer of [
      store.get('key'),
      (await only(store)).open(),
      store.delete('key'),
      store.purge({ type: 'all' }, 'remove'),
      store.close(),
    ]) {
      expect(answer).toBeInstanceOf(Promise)
    }
  })

  test('when it is told to, in order, and does the work only then', async () => {
    const inner = memoryStore()
    const store = fakeStore({ store: inner, delay: 'manual' })
    const writer = store.put('key', response)
    const commit = writer.commit()
    const lookup = store.get('key')
    expect(store.held).toEqual([
      { operation: 'commit', key: 'key' },
      { operation: 'get', key: 'key' },
    ])
    expect(inner.entries).toBe(0)
    expect(store.release(1)).toBe(1)
    expect(inner.entries).toBe(1)
    expect(await commit).toBe('stored')
    expect(store.release()).toBe(1)
    expect(await lookup).toMatchObject({ type: 'hit' })
    expect([store.release(), store.held]).toEqual([0, []])
  })

  test('to a purge when it is told to, and does not purge before', async () => {
    const inner = memoryStore()
    await put(inner, 'hello')
    const store = fakeStore({ store: inner, delay: 'manual' })
    const purged = store.purge({ type: 'all' }, 'remove')
    expect([store.held, inner.entries]).toEqual([[{ operation: 'purge', key: '' }], 1])
    store.release()
    expect([await purged, inner.entries]).toEqual([1, 0])
  })

  test('otherwise from the time on when it is told so', () => {
    const store = fakeStore({ delay: 'manual' })
    void store.get('held')
    store.setDelay('sync')
    expect(store.get('key')).toEqual({ type: 'miss' })
    expect(store.held).toHaveLength(1)
  })

  test('with bodies in pieces that are never at hand', async () => {
    const store = fakeStore({ chunkBytes: 4 })
    await put(store, 'ten bytes!')
    const body = await (await only(store)).open()
    expect([body?.bytes, body?.length]).toEqual([undefined, 10])
    const sizes: number[] = []
    for await (const chunk of body ?? []) sizes.push(chunk.length)
    expect(sizes).toEqual([4, 4, 2])
  })

  test('with a body that ends when it is cancelled', async () => {
    const store = fakeStore({ chunkBytes: 4 })
    await put(store, 'ten bytes!')
    const body = await (await only(store)).open()
    const sizes: number[] = []
    for await (const chunk of body ?? []) {
      sizes.push(chunk.length)
      body?.cancel()
    }
    expect(sizes).toEqual([4])
  })
})

test('a fake store remembers everything that it was asked for', async () => {
  const store = fakeStore()
  await put(store, 'hello')
  const entry = await only(store)
  await entry.open()
  await store.freshen('key', entry, response)
  store.put('key', response).abort()
  await store.delete('key')
  await store.purge({ type: 'all' }, 'remove')
  await store.close()
  expect(operations(store)).toEqual([
    'put',
    'write',
    'commit',
    'get',
    'open',
    'freshen',
    'put',
    'abort',
    'delete',
    'purge',
    'close',
  ])
})

test.each([
  [{ type: 'key', key: 'name' }, 'name'],
  [{ type: 'surrogateKey', surrogateKey: 'name' }, 'name'],
  [{ type: 'url', url: 'name' }, 'name'],
  [{ type: 'all' }, ''],
] as const)('a fake store remembers by what it was purged: %j', (selector, key) => {
  const store = fakeStore()
  expect(store.purge(selector, 'remove')).toBe(0)
  expect(store.calls).toEqual([{ operation: 'purge', key }])
})

test('a fake store counts the uses of an entry as the store that it wraps', async () => {
  const inner = memoryStore()
  await put(inner, 'hello')
  const store = fakeStore({ store: inner })
  expect([(await only(inner)).countUse(), (await only(store)).countUse()]).toEqual([1, 2])
})

describe.each(['sync', 'microtask'] as const)('a fake store that is %s fails', (delay) => {
  const failed = { code: 'ERR_STORE_FAILED' }
  const outcome = async (call: () => unknown): Promise<unknown> => {
    try {
      return await call()
    } catch (error) {
      return error
    }
  }

  test('a lookup with an answer that says so, once', async () => {
    const store = fakeStore({ delay })
    store.failNext('get')
    expect(await outcome(() => store.get('key'))).toMatchObject({ type: 'error', error: failed })
    expect(await store.get('key')).toEqual({ type: 'miss' })
  })

  test('a lookup as a broken store does, by throwing', async () => {
    const store = fakeStore({ delay })
    const bug = new TypeError('a bug in a store')
    store.failNext('get', bug)
    expect(await outcome(() => store.get('key'))).toBe(bug)
  })

  test.each(['put', 'write', 'commit', 'freshen', 'open', 'read', 'delete', 'purge', 'close'] as const)(
    'the next %s, and nothing after it',
    async (operation) => {
      const store = fakeStore({ delay, chunkBytes: 2 })
      await put(store, 'hello')
      const entry = await only(store)
      const calls = {
        put: () => store.put('other', response),
        write: () => store.put('other', response).write(new Uint8Array(1)),
        commit: () => store.put('other', response).commit(),
        freshen: () => store.freshen('key', entry, response),
        open: () => entry.open(),
        read: async () => {
          for await (const _ of (await entry.open()) ?? []);
        },
        delete: () => store.delete('other'),
        purge: () => store.purge({ type: 'all' }, 'remove'),
        close: () => store.close(),
      }
      store.failNext(operation)
      expect(await outcome(calls[operation])).toMatchObject(failed)
      expect(await outcome(calls[operation])).not.toBeInstanceOf(StoreError)
    },
  )
})
