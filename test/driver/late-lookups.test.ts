/** What a store answers when nobody waits for it any more. */
import {
  createCache,
  memoryStore,
  type Body,
  type LookupResult,
  type PendingRequest,
  type Store,
} from '@cachechart/core'
import { fakeBackend, fakeClock } from '@cachechart/core/testing'
import { describe, expect, test } from '@jest/globals'
import { fresh, textsOf } from './flight-stage.ts'
import { get, interpreters, settle, textOf } from './stage.ts'

interface Late {
  readonly store: Store
  /** What it was asked, oldest first, and has not answered. */
  readonly asked: { readonly what: 'get' | 'open'; readonly answer: () => void }[]
  /** How many bodies were opened, and are not wanted any more. */
  readonly cancelled: () => number
}

/** A store that answers when it is told to, with bodies of which it knows what becomes of them. */
const lateStore = (): Late => {
  const inner = memoryStore()
  const asked: Late['asked'][number][] = []
  let cancelled = 0
  const watched = (): Body => ({
    bytes: undefined,
    length: undefined,
    async *[Symbol.asyncIterator]() {},
    cancel: () => {
      cancelled += 1
    },
  })
  const later = <Value>(what: 'get' | 'open', value: () => Value): Promise<Value> =>
    new Promise((resolve) => {
      asked.push({ what, answer: () => resolve(value()) })
    })
  const slow = (result: LookupResult): LookupResult =>
    result.type !== 'hit'
      ? result
      : {
          ...result,
          variants: result.variants.map(({ response }) => ({
            response,
            open: () => later('open', watched),
            countUse: () => 0,
          })),
        }
  const store: Store = {
    get: (key) => later('get', () => slow(inner.get(key))),
    put: (key, response) => inner.put(key, response),
    freshen: () => 'gone',
    delete: (key) => inner.delete(key),
    purge: (selector, change) => inner.purge(selector, change),
    close: () => inner.close(),
  }
  return { store, asked, cancelled: () => cancelled }
}

const answerAll = async ({ asked }: Late): Promise<void> => {
  for (const { answer } of asked.splice(0)) answer()
  await settle()
}

describe.each(interpreters)('what a store answers too late, on the %s,', (interpreter) => {
  const set = async () => {
    const clock = fakeClock()
    const backend = fakeBackend()
    const late = lateStore()
    const cache = createCache({ clock, backend, store: late.store, interpreter })
    const first = cache.send(get())
    await answerAll(late)
    backend.reply({ fields: [...fresh.fields, 'ETag', '"1"'] }, 'stored')
    await textOf(await first.wait())
    await settle()
    return { clock, backend, late, cache }
  }

  test('is dropped where it is a lookup: nothing of it is opened', async () => {
    const { clock, backend, late, cache } = await set()
    const pending = cache.send(get())
    clock.advance(2_000)
    await answerAll(late)
    expect([late.asked, cache.inFlight().map(({ state }) => state)]).toEqual([[], ['awaitBackend.attached']])
    backend.reply(fresh, 'fetched')
    expect(await textsOf([pending])).toEqual(['fetched'])
    await settle()
    expect([cache.inFlight(), clock.pending(), cache.tolerated().run]).toEqual([[], 0, 0])
  })

  test('is let go where it is an opened body, be it late or its client gone', async () => {
    const { clock, backend, late, cache } = await set()
    const ways: readonly ((pending: PendingRequest) => void)[] = [
      () => clock.advance(2_000),
      (pending) => pending.cancel(),
    ]
    for (const leave of ways) {
      const before = late.cancelled()
      const pending = cache.send(get())
      late.asked.shift()?.answer()
      await settle()
      expect(late.asked.map(({ what }) => what)).toEqual(['open'])
      leave(pending)
      await answerAll(late)
      expect(late.cancelled() - before).toBe(1)
      backend.reply(fresh, 'fetched')
    }
    await settle()
    expect([cache.inFlight(), clock.pending(), cache.tolerated().run]).toEqual([[], 0, 0])
  })

  test('is not taken for the answer to what is asked next', async () => {
    const { clock, backend, late, cache } = await set()
    clock.advance(120_000)
    const [leader, follower] = [cache.send(get()), cache.send(get())]
    // The first finds it stale, and leads; the second is too late, and follows.
    late.asked.shift()?.answer()
    await settle()
    late.asked.pop()?.answer()
    await settle()
    clock.advance(2_000)
    expect(cache.inFlight().map(({ state }) => state)).toEqual(['awaitBackend.attached', 'awaitFlight'])
    const old = late.asked.splice(0)
    // What was stored is still right, the leader is told, and so the second looks again.
    backend.reply({ status: 304, fields: ['ETag', '"1"'] })
    await settle()
    expect([late.asked.map(({ what }) => what), old.map(({ what }) => what)]).toEqual([['get'], ['get']])
    for (const { answer } of old) answer()
    await settle()
    expect([late.asked.length, cache.inFlight().map(({ state }) => state)]).toEqual([
      1,
      ['delivering', 'awaitCache'],
    ])
    leader.cancel()
    backend.reply(fresh, 'fetched')
    await answerAll(late)
    await answerAll(late)
    expect(await textsOf([follower])).toEqual(['fetched'])
    await settle()
    expect([cache.inFlight(), clock.pending(), cache.tolerated().run]).toEqual([[], 0, 0])
  })
})
