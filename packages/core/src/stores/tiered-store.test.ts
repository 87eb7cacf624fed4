import { describe, expect, test } from '@jest/globals'
import type { InspectableStore } from '../ports/inspectable-store.ts'
import { isPromise } from '../ports/body.ts'
import type { Store } from '../ports/store.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { fakeStore } from '../testing/fake-store.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { storeContract } from '../testing/store-contract.ts'
import { memoryStore } from './memory-store.ts'
import { DistantServer } from './tiered/fixtures/distant-server.ts'
import { findEntries, findText, settled, stubStore, textOf, writeText } from './tiered/fixtures/stub-store.ts'
import { tieredStore, type TieredStoreOptions } from './tiered-store.ts'

describe.each(['sync', 'microtask'] as const)('the contract, before a far tier that answers %s,', (delay) => {
  const makeStore = () =>
    tieredStore({
      near: memoryStore(),
      far: fakeStore({ store: memoryStore({ maxEntryBytes: 300_000 }), delay }),
      clock: fakeClock(),
    })
  const sizes = { maxBodyBytes: 300_000, largeBodyBytes: 250_000, keeps: 'elsewhere' as const }
  test.each(storeContract(makeStore, sizes))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

/** Two tiers in the time that sample responses are of, and a far tier that answers at once. */
function makeTiers(options: Partial<TieredStoreOptions> = {}) {
  const [far, near, clock] = [options.far ?? memoryStore(), memoryStore(), fakeClock(1_700_000_001_000)]
  return { far, near, clock, store: tieredStore({ near, clock, ...options, far }) }
}

const putText = (store: Store, key: string, text: string, response = sampleResponse()) =>
  writeText(store, key, { text, response })

const variant = (language: string, lifetime = 60) =>
  sampleResponse({ vary: ['accept-language'], varied: [language], lifetime })

describe('what was found is near:', () => {
  test('it is answered at once, without asking the far tier', async () => {
    const far = fakeStore({ delay: 'microtask' })
    const { store } = makeTiers({ far })
    await putText(store, 'key', 'hello')
    expect(await findText(store, 'key')).toBe('hello')
    const asked = far.calls.length
    const found = store.get('key')
    expect(isPromise(found)).toBe(false)
    expect(await findText(store, 'key')).toBe('hello')
    expect(far.calls).toHaveLength(asked)
  })

  test('a look at it gives what would be found, and brings nothing near', async () => {
    const { store, near, far } = makeTiers()
    await putText(far, 'key', 'hello')
    expect(await store.peek('key')).toMatchObject({ type: 'hit' })
    expect(near.entries).toBe(0)
    expect(await findText(store, 'key')).toBe('hello')
    expect(near.entries).toBe(1)
    await far.delete('key')
    expect(await store.peek('key')).toMatchObject({ type: 'hit' })
    expect(await store.peek('other')).toMatchObject({ type: 'miss' })
  })

  test('it has the moment of when it was asked for, in the far tier', async () => {
    let moment = 1
    const inner = memoryStore()
    const { store } = makeTiers({ far: stubStore(inner, { get: (key) => ({ ...inner.get(key), moment }) }) })
    await putText(store, 'key', 'hello')
    await findText(store, 'key')
    moment = 2
    expect(await store.get('key')).toMatchObject({ type: 'hit', moment: 1 })
    expect(await store.get('other')).toMatchObject({ type: 'miss', moment: 2 })
  })

  test('it is read again after `keepFor`, or `staleness` where nobody tells of changes', async () => {
    const { store, far, clock } = makeTiers({ staleness: 500, keepFor: 2000 })
    await putText(store, 'key', 'old')
    await findText(store, 'key')
    await putText(far, 'key', 'new')
    clock.advance(499)
    expect(await findText(store, 'key')).toBe('old')
    clock.advance(1)
    expect(await findText(store, 'key')).toBe('new')
  })

  test('a clock that was set back does not make it younger', async () => {
    const { store, far, clock } = makeTiers()
    await putText(store, 'key', 'old')
    await findText(store, 'key')
    await putText(far, 'key', 'new')
    clock.jump(-5000)
    expect(await findText(store, 'key')).toBe('new')
  })

  test.each([
    ['has become stale', variant('de', 2), 3000],
    ['must be validated', { ...variant('de'), mustValidate: true }, 0],
  ])('a key of which one variant %s is asked for in the far tier', async (_, response, later) => {
    const { store, far, clock } = makeTiers({ staleness: 60_000 })
    await putText(far, 'key', 'fresh', variant('en'))
    await putText(far, 'key', 'other', response)
    await findText(store, 'key')
    await settled()
    clock.advance(later)
    await putText(far, 'key', 'new', variant('fr'))
    expect(await findEntries(store, 'key')).toHaveLength(3)
  })

  test('all variants are near, or none', async () => {
    const far = fakeStore({ delay: 'microtask', chunkBytes: 3 })
    const { store } = makeTiers({ far })
    for (const language of ['de', 'en', 'fr']) await putText(store, 'key', language, variant(language))
    expect(await findText(store, 'key')).toBe('fr')
    await settled()
    const found = store.get('key')
    expect(isPromise(found)).toBe(false)
    const texts = await Promise.all((await findEntries(store, 'key')).map((entry) => textOf(entry)))
    expect(texts).toEqual(['fr', 'en', 'de'])
  })

  test('variants for which the near tier has no place are not missed', async () => {
    const far = memoryStore()
    const store = tieredStore({ near: memoryStore({ maxVariants: 1 }), far, clock: fakeClock() })
    for (const language of ['de', 'en']) await putText(store, 'key', language, variant(language))
    await findText(store, 'key')
    await settled()
    expect(await findEntries(store, 'key')).toHaveLength(2)
  })
})

describe('what is not near:', () => {
  const long = 'x'.repeat(100)

  test.each([
    ['at hand', undefined],
    ['in pieces', 30],
  ])('a body that is longer than allowed, %s', async (_, chunkBytes) => {
    const far = fakeStore(chunkBytes === undefined ? {} : { chunkBytes })
    const { store, near } = makeTiers({ far, maxNearEntryBytes: 99 })
    await putText(store, 'key', long)
    expect(await findText(store, 'key')).toBe(long)
    expect(near.entries).toBe(0)
    await putText(store, 'key', long.slice(1))
    expect(await findText(store, 'key')).toBe(long.slice(1))
    expect(near.entries).toBe(1)
  })

  test('bodies of one key that are longer together than allowed', async () => {
    const { store, near } = makeTiers({ far: fakeStore({ chunkBytes: 30 }), maxNearEntryBytes: 150 })
    for (const language of ['de', 'en']) await putText(store, 'key', long, variant(language))
    await findText(store, 'key')
    await settled()
    expect(near.entries).toBe(0)
  })

  test('what is announced as longer: nothing of it is copied on its way', async () => {
    const inner = memoryStore()
    const { store } = makeTiers({ far: inner, maxNearEntryBytes: 99 })
    await putText(store, 'key', 'short', sampleResponse({ fields: ['Content-Length', '100'] }))
    await findText(store, 'key')
    await putText(inner, 'key', 'new')
    expect(await findText(store, 'key')).toBe('new')
  })

  test('a body that its reader gives up; the next reader has it copied', async () => {
    const { store, near } = makeTiers({ far: fakeStore({ chunkBytes: 2 }) })
    await putText(store, 'key', 'hello')
    for (const giveUp of ['leaving', 'cancelling']) {
      const body = await (await findEntries(store, 'key'))[0]?.open()
      if (giveUp === 'cancelling') body?.cancel()
      else for await (const _ of body ?? []) break
      expect(near.entries).toBe(0)
    }
    expect(await findText(store, 'key')).toBe('hello')
    expect(near.entries).toBe(1)
  })

  test('what is written, until it is asked for', async () => {
    const { store, near } = makeTiers()
    await putText(store, 'key', 'hello')
    expect(near.entries).toBe(0)
  })

  test('a sensitive response, which is refused: others could not purge it', async () => {
    const { store, far, near } = makeTiers()
    const writer = store.put('key', sampleResponse({ sensitive: true }))
    expect([await writer.write(new Uint8Array(1)), await writer.commit()]).toEqual(['refused', 'refused'])
    expect([await far.get('key'), near.entries]).toEqual([{ type: 'miss' }, 0])
  })
})

describe('what changes while it is being read does not come to be near:', () => {
  test.each(['delete', 'purge', 'put', 'freshen'] as const)('an answer from before %s()', async (change) => {
    const clock = fakeClock(1_700_000_001_000)
    const server = new DistantServer(['key'], clock)
    await putText(server.store, 'key', 'old', sampleResponse({ surrogateKeys: ['label'] }))
    const client = server.connect()
    const store = tieredStore({ near: memoryStore(), far: client, invalidations: client, clock })
    client.restore()
    const early = store.get('key')
    client.arrive()
    const entry = (await findEntries(server.store, 'key'))[0]
    const changes = {
      delete: () => store.delete('key'),
      purge: () => store.purge({ type: 'surrogateKey', surrogateKey: 'label' }, 'remove'),
      put: () => store.put('key', sampleResponse()).commit(),
      freshen: () => (entry === undefined ? 0 : store.freshen('key', entry, sampleResponse({ lifetime: 9 }))),
    }
    const changed = changes[change]()
    client.answer()
    const found = await early
    if (found.type === 'hit') await found.variants[0]?.open()
    expect(isPromise(store.get('key'))).toBe(true)
    while (!client.isQuiet) {
      client.arrive()
      client.answer()
    }
    await changed
  })

  test.each([
    ['delete', (store: Store) => store.delete('key')],
    ['purge', (store: Store) => store.purge({ type: 'all' }, 'remove')],
  ])('what was read while %s() was under way', async (call, change) => {
    const inner = memoryStore()
    const gate = Promise.withResolvers<void>()
    const far = stubStore(inner, {
      delete: async (key) => (await gate.promise, inner.delete(key)),
      purge: async (selector, made) => (await gate.promise, inner.purge(selector, made)),
    })
    const { store } = makeTiers({ far })
    await putText(inner, 'key', 'old')
    const changed = change(store)
    expect(await findText(store, 'key')).toBe('old')
    expect([call, await findText(store, 'key')]).toEqual([call, 'old'])
    gate.resolve()
    await changed
    expect(await findText(store, 'key')).toBeUndefined()
  })

  test('an answer from before changes were heard of again', async () => {
    const clock = fakeClock(1_700_000_001_000)
    const server = new DistantServer(['key'], clock)
    await putText(server.store, 'key', 'old')
    const client = server.connect()
    const store = tieredStore({ near: memoryStore(), far: client, invalidations: client, clock })
    const early = store.get('key')
    client.arrive()
    client.restore()
    client.answer()
    const found = await early
    if (found.type === 'hit') await found.variants[0]?.open()
    expect(isPromise(store.get('key'))).toBe(true)
  })

  test('a key whose other variant has changed before it was read', async () => {
    const { store, near } = makeTiers({ far: fakeStore({ chunkBytes: 2 }) })
    for (const language of ['de', 'en']) await putText(store, 'key', language, variant(language))
    await findText(store, 'key')
    await store.delete('key')
    await settled()
    expect(near.entries).toBe(0)
  })
})

describe('the near tier', () => {
  test('is emptied when changes were missed, and told when they may be', async () => {
    const clock = fakeClock(1_700_000_001_000)
    const server = new DistantServer(['key'], clock)
    await putText(server.store, 'key', 'old')
    const client = server.connect()
    const far = stubStore(server.store, {})
    const near = memoryStore()
    const store = tieredStore({ near, far, invalidations: client, clock, staleness: 100, keepFor: 1000 })
    client.restore()
    await findText(store, 'key')
    clock.advance(500)
    expect([isPromise(store.get('key')), near.entries]).toEqual([false, 1])
    await putText(server.store, 'key', 'new')
    client.notice()
    expect(await findText(store, 'key')).toBe('new')
    client.restore()
    expect(near.entries).toBe(0)
  })

  test('is told of in the statistics of a far tier that has some', async () => {
    const inner = memoryStore()
    const far: InspectableStore = {
      ...stubStore(inner, {}),
      statistics: () => ({
        entries: 1,
        bodyBytes: 5,
        bytes: null,
        maxBytes: null,
        rejectedValues: 0,
        details: { a: 1 },
      }),
      async *entries() {},
    }
    const store = tieredStore({ near: memoryStore(), far, clock: fakeClock() })
    await putText(store, 'key', 'hello')
    for (let time = 0; time < 3; time += 1) await findText(store, 'key')
    const { entries, details } = await store.statistics()
    expect([entries, details]).toMatchObject([1, { a: 1, nearHits: 2, nearMisses: 1, nearEntries: 1 }])
    expect('statistics' in tieredStore({ near: memoryStore(), far: inner })).toBe(false)
  })

  test('counts bodies that could not be copied: of a variant that nobody has asked for', async () => {
    const far = fakeStore({ delay: 'microtask' })
    const inspectable = { ...stubStore(far, {}), statistics: () => ({ details: {} }), entries: () => [] }
    const store = tieredStore({
      near: memoryStore(),
      far: inspectable as unknown as InspectableStore,
      clock: fakeClock(),
    })
    for (const language of ['de', 'en']) await putText(store, 'key', language, variant(language))
    const [first] = await findEntries(store, 'key')
    const opened = first?.open()
    far.failNext('open')
    expect(await opened).toBeDefined()
    await settled()
    expect((await store.statistics()).details).toMatchObject({ nearFailures: 1, nearEntries: 0 })
  })

  test.each(['staleness', 'keepFor', 'maxNearEntryBytes'])(
    'refuses an option that is no number: %s',
    (option) => {
      for (const value of [-1, Number.NaN, '1'])
        expect(() => makeTiers({ [option]: value })).toThrow(
          `tieredStore: ${option} must be a number, 0 or more`,
        )
    },
  )
})
