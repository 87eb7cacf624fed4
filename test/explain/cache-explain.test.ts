import { describe, expect, test } from '@jest/globals'
import {
  createCache,
  memoryStore,
  MisuseError,
  StoreError,
  type Cache,
  type Store,
  type Transition,
} from '@cachechart/core'
import {
  fakeBackend,
  fakeClock,
  fakeStore,
  requestArbitrary,
  responseArbitrary,
} from '@cachechart/core/testing'
import fc from 'fast-check'
import { get, settle, stage, storeOne, textOf } from '../driver/stage.ts'

const codes = ({ reasons }: { readonly reasons: readonly { readonly what: string }[] }) =>
  reasons.map(({ what }) => what)

/** All that a cache counts, and remembers. */
const booksOf = (cache: Cache) => [
  cache.counters(),
  cache.ledger(),
  cache.tolerated(),
  cache.traces(),
  cache.inFlight(),
  cache.storeHealth(),
]

describe('an explanation of a cache', () => {
  test('says why a request would be a hit, and what is stored', async () => {
    const set = stage()
    await storeOne(set, 'Surrogate-Key', 'news front', 'Age', '2')
    set.clock.advance(12_000)
    const explanation = await set.cache.explain(get())
    expect(explanation).toMatchObject({
      outcome: 'hit.fresh',
      event: 'lookup.fresh',
      headline: 'Hit: the stored response is fresh: 14 s old, with a freshness lifetime of 60 s.',
      method: 'GET',
      key: 'http://origin.example/page',
      mode: 'default',
      store: 'answered',
      mark: 'none',
      inFlight: [],
      stored: [
        {
          status: 200,
          age: 14,
          lifetime: 60,
          timeToLive: 46,
          vary: [],
          selection: 'selected',
          validators: ['etag'],
          surrogateKeys: ['news', 'front'],
          bodyLength: 3,
          content: 'whole',
        },
      ],
      last: [{ id: 1, role: 'leader', method: 'GET', took: 0, state: 'delivered' }],
    })
    expect(codes(explanation)).toEqual(['stored.fresh', 'lifetime.max-age', 'age.on-arrival'])
    expect(explanation.last[0]?.steps).toEqual([
      'The store is asked for a stored response.',
      'The origin has to be asked.',
      'The reply is stored.',
      'The response was delivered to its end.',
    ])
  })

  test('sends, stores and counts nothing, and calls no hook', async () => {
    const called: string[] = []
    const set = stage({ onSend: () => void called.push('onSend') })
    await storeOne(set)
    const before = JSON.stringify(booksOf(set.cache))
    called.length = 0
    const asked = set.store.calls.length
    set.clock.advance(61_000)
    const hooks = { beforeSend: () => void called.push('beforeSend') }
    expect((await set.cache.explain(get(), hooks)).outcome).toBe('revalidation')
    await set.cache.explain({ ...get(), method: 'DELETE' })
    expect(JSON.stringify(booksOf(set.cache))).toBe(before)
    expect([set.backend.calls.length, called]).toEqual([1, []])
    expect(
      set.store.calls.slice(asked).every(({ operation }) => operation === 'get' || operation === 'open'),
    ).toBe(true)
  })

  test('is no use of what is stored in memory: what was not asked for the longest still goes first', async () => {
    const body = new Uint8Array(10_000)
    const keepsFirst = async (look: (cache: Cache, url: string) => Promise<unknown>): Promise<boolean> => {
      const store = memoryStore({ maxBytes: 35_000 })
      const backend = fakeBackend()
      const cache = createCache({ store, backend, clock: fakeClock() })
      const fill = async (url: string) => {
        backend.reply({ fields: ['Cache-Control', 'max-age=60'] }, body)
        await textOf(await cache.handle(get(url)))
        await settle()
      }
      for (const url of ['http://a.example/1', 'http://a.example/2', 'http://a.example/3']) await fill(url)
      await look(cache, 'http://a.example/1')
      await fill('http://a.example/4')
      return store.get('http://a.example/1').type === 'hit'
    }
    expect(await keepsFirst(async (cache, url) => textOf(await cache.handle(get(url))))).toBe(true)
    expect(await keepsFirst((cache, url) => cache.explain(get(url)))).toBe(false)
  })

  test('tells whom a request would wait for, and what is in flight for its key alone', async () => {
    const { cache, backend } = stage()
    const leader = cache.handle(get())
    const other = cache.handle(get('http://origin.example/other'))
    await settle()
    const explanation = await cache.explain(get())
    expect(explanation).toMatchObject({
      outcome: 'wait',
      headline: 'Wait: transaction 1 asks the origin for the same already: this one waits for its reply.',
      inFlight: [{ id: 1, state: 'awaitBackend.attached' }],
    })
    expect((await cache.explain(get(get().url, 'Cache-Control', 'no-cache'))).outcome).toBe('miss')
    backend.reply()
    backend.reply()
    await Promise.all([leader, other])
  })

  test('does not send a request to wait for a fetch that is for others: of another language', async () => {
    const { cache, backend, clock } = stage()
    backend.reply({ fields: ['Cache-Control', 'max-age=60', 'Vary', 'Accept-Language'] })
    await textOf(await cache.handle(get(get().url, 'Accept-Language', 'de')))
    await settle()
    clock.advance(61_000)
    const leader = cache.handle(get(get().url, 'Accept-Language', 'de'))
    await settle()
    const outcome = async (language: string) =>
      (await cache.explain(get(get().url, 'Accept-Language', language))).outcome
    expect([await outcome('de'), await outcome('fr')]).toEqual(['wait', 'miss'])
    backend.reply()
    await leader
  })

  test('nor for one that began before others purged what the store holds', async () => {
    const inner = memoryStore()
    let moment = 1
    const shared: Store = { ...fakeStore({ store: inner }), get: (key) => ({ ...inner.get(key), moment }) }
    const backend = fakeBackend()
    const cache = createCache({ store: shared, backend, clock: fakeClock() })
    const leader = cache.handle(get())
    expect((await cache.explain(get())).outcome).toBe('wait')
    moment = 2
    expect((await cache.explain(get())).outcome).toBe('miss')
    backend.reply()
    await leader
  })

  test.each([
    ['miss', 'company.hit-for-miss'],
    ['pass', 'company.hit-for-pass'],
  ] as const)(
    'tells of what an uncacheable reply has left behind: hit-for-%s',
    async (uncacheable, reason) => {
      const { cache, backend } = stage({ collapse: { uncacheable } })
      backend.reply({ fields: ['Cache-Control', 'no-store'] })
      await textOf(await cache.handle(get()))
      const explanation = await cache.explain(get())
      expect(explanation.mark).toBe(uncacheable)
      expect(codes(explanation)).toContain(reason)
      const steps = explanation.last[0]?.steps ?? []
      expect(steps).toContain('The reply may not be stored, and the next for its key will hardly be.')
    },
  )

  test('tells which field selects what is stored, but no value that may be secret', async () => {
    const { cache, backend } = stage()
    const store = async (vary: string, ...fields: string[]) => {
      backend.reply({ fields: ['Cache-Control', 'max-age=60, public', 'Vary', vary] }, 'body')
      await textOf(await cache.handle(get(get().url, ...fields)))
      await settle()
    }
    await store('Accept-Language', 'Accept-Language', 'de')
    await store('X-Api-Key', 'X-Api-Key', 'hunter2', 'Accept-Language', 'fr')
    const explanation = await cache.explain(get(get().url, 'Accept-Language', 'en', 'X-Api-Key', 'letmein'))
    expect(codes(explanation)).toEqual(['stored.other-variants', 'stored.other-value', 'stored.other-value'])
    expect(explanation.stored).toMatchObject([
      { vary: [{ name: 'x-api-key', value: null }], selection: 'other' },
      { vary: [{ name: 'accept-language', value: 'de' }], selection: 'other', bodyLength: null },
    ])
    expect(JSON.stringify(explanation)).toContain('\\"de\\"; this request says \\"en\\"')
    expect(JSON.stringify(explanation)).not.toMatch(/hunter2|letmein/)
    const matching = await cache.explain(get(get().url, 'Accept-Language', 'de', 'X-Api-Key', 'hunter2'))
    expect(matching.stored.map(({ selection }) => selection)).toEqual(['selected', 'matching'])
  })

  test.each(['sync', 'microtask'] as const)(
    'takes a store that fails (%s) for part of the answer',
    async (delay) => {
      const set = stage({ store: fakeStore({ delay }), storeBreaker: { failures: 1 } })
      await storeOne(set)
      const before = set.cache.storeBreaker()
      for (const error of [undefined, new TypeError('driver bug')]) {
        set.store.failNext('get', error)
        const explanation = await set.cache.explain(get())
        expect(explanation).toMatchObject({ outcome: 'miss', store: 'failed', stored: [] })
        expect(codes(explanation)).toEqual(['store.failed'])
      }
      expect(set.cache.storeBreaker()).toBe(before)
      expect((await set.cache.explain(get())).outcome).toBe('hit.fresh')
    },
  )

  test('does not wait longer for the store than a request would', async () => {
    const set = stage({ store: fakeStore({ delay: 'manual' }), deadlines: { store: 500 } })
    const explaining = set.cache.explain(get())
    await settle()
    set.clock.advance(500)
    const explanation = await explaining
    expect([explanation.store, codes(explanation)]).toEqual(['late', ['store.late']])
    expect(explanation.reasons[0]?.because).toBe('The store did not answer within 500 ms.')
    set.store.release()
  })

  test('leaves a store alone that is left alone', async () => {
    const set = stage({ storeBreaker: { failures: 1 } })
    await storeOne(set)
    set.store.failNext('get')
    set.backend.reply()
    await textOf(await set.cache.handle(get()))
    const asked = set.store.calls.length
    const health = set.cache.storeHealth()
    expect(await set.cache.explain(get())).toMatchObject({
      store: 'left-alone',
      headline: 'Miss: the store has failed (ERR_STORE_UNAVAILABLE).',
    })
    expect([set.store.calls.length, set.cache.storeHealth()]).toEqual([asked, health])
    set.clock.advance(2_000)
    expect((await set.cache.explain(get())).store).toBe('answered')
    expect(set.cache.storeBreaker()).toBe('open')
  })

  test('does not count what was invalidated while the store could not be told', async () => {
    const set = stage()
    await storeOne(set)
    set.store.failNext('delete')
    set.store.failNext('purge')
    set.backend.reply({ status: 204 })
    await set.cache.handle({ ...get(), method: 'DELETE' })
    await settle()
    expect(await set.cache.explain(get())).toMatchObject({ store: 'hidden', outcome: 'miss', stored: [] })
  })

  test('takes what has lost its body for nothing stored', async () => {
    const inner = memoryStore()
    const gone: Store = {
      ...fakeStore({ store: inner }),
      async get(key) {
        const result = inner.get(key)
        if (result.type !== 'hit') return result
        const variants = result.variants.map(({ response }) => ({
          response,
          open: () => undefined,
          countUse: () => 0,
        }))
        return { type: 'hit', variants }
      },
    }
    const writer = inner.put(get().url, (await storedHead()).response)
    writer.commit()
    const cache = createCache({ store: gone, backend: fakeBackend(), clock: fakeClock() })
    expect(codes(await cache.explain(get()))).toEqual(['stored.none'])
  })

  test('goes by the overrides, and by what a request is', async () => {
    const set = stage()
    await storeOne(set)
    const outcome = async (overrides: object, request: object = {}) =>
      (await set.cache.explain({ ...get(), ...request }, overrides)).outcome
    expect(await outcome({ strategy: 'bypass' })).toBe('miss')
    expect(await outcome({ pass: true })).toBe('pass')
    expect(await outcome({ cacheKey: 'another', strategy: 'fresh' })).toBe('unsatisfied')
    expect(await outcome({}, { body: new Uint8Array(1) })).toBe('pass')
    expect(await outcome({}, { method: 'POST' })).toBe('pass')
  })

  test('rejects with a MisuseError for what is no request', async () => {
    const { cache } = stage()
    await expect(cache.explain({ ...get(), url: '/page' })).rejects.toBeInstanceOf(MisuseError)
    await expect(cache.explain({ ...get(), method: 'GET /' })).rejects.toBeInstanceOf(MisuseError)
  })

  test('remembers the last five transactions of the key', async () => {
    const set = stage()
    await storeOne(set)
    for (let count = 0; count < 7; count += 1) await textOf(await set.cache.handle(get()))
    expect((await set.cache.explain(get())).last.map(({ id }) => id)).toEqual([4, 5, 6, 7, 8])
  })
})

async function storedHead() {
  const set = stage()
  await storeOne(set)
  const result = await set.store.get(get().url)
  if (result.type !== 'hit' || result.variants[0] === undefined)
    throw new StoreError('ERR_STORE_FAILED', 'nothing')
  return result.variants[0]
}

const now = 1_700_000_000_000
const urls = ['http://origin.example/page']
const seed = 9

const situationArbitrary = fc.record({
  first: requestArbitrary({ methods: ['GET'], urls, now }),
  reply: responseArbitrary({ now }),
  second: requestArbitrary({ urls, now }),
  age: fc.constantFrom(0, 1000, 12_000, 61_000, 100_000_000),
  delay: fc.constantFrom('sync' as const, 'microtask' as const),
  policy: fc.record({ shared: fc.boolean(), staleWhileRevalidate: fc.constantFrom(0, 30) }),
  collapse: fc.record({ uncacheable: fc.constantFrom('miss' as const, 'pass' as const) }),
  isInFlight: fc.boolean(),
})

describe('what an explanation foretells', () => {
  test(`is what then happens (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(
        situationArbitrary,
        async ({ first, reply, second, age, isInFlight, delay, ...options }) => {
          const seen: Transition[] = []
          const onTransition = (transition: Transition) => void seen.push(transition)
          const set = stage({ ...options, store: fakeStore({ delay }), onTransition })
          set.backend.reply(reply, 'body')
          const before = set.cache.send(first)
          void before.wait().then(textOf, () => undefined)
          await settle()
          set.clock.advance(age)
          const beside = isInFlight ? set.cache.send(first) : undefined
          await settle()
          const { event } = await set.cache.explain(second)
          const from = seen.length
          const pending = set.cache.send(second)
          void pending.wait().catch(() => undefined)
          await settle()
          // The first that happens is that this request arrives.
          const events = seen.slice(from).filter(({ transaction }) => transaction === seen[from]?.transaction)
          expect(events[event.startsWith('request.') ? 0 : 1]?.event).toBe(event)
          before.cancel()
          pending.cancel()
          void beside?.wait().catch(() => undefined)
          beside?.cancel()
        },
      ),
      { numRuns: 400, seed },
    )
  })
})
