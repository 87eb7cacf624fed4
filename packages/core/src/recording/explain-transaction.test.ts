import { describe, expect, test } from '@jest/globals'
import { createCache } from '../driver/create-cache.ts'
import type { CacheOptions } from '../driver/cache-api.ts'
import type { CacheRecord } from '../engine/record.ts'
import { memoryStore } from '../stores/memory-store.ts'
import { fakeBackend } from '../testing/fake-backend.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { createExplainer } from './create-explainer.ts'
import { explainTransaction } from './explain-transaction.ts'

const page = { method: 'GET', url: 'http://origin.example/page', fields: [] }

const settle = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })

/** A cache that is recorded, and whose time goes on when a test says so. */
function recordedCache(options: Partial<CacheOptions> = {}) {
  const records: CacheRecord[] = []
  const clock = fakeClock()
  const backend = fakeBackend()
  const cache = createCache({
    store: memoryStore(),
    backend,
    clock,
    onRecord: (record) => void records.push(record),
    ...options,
  })
  const get = async (fields: readonly string[] = []) => {
    const { body } = await cache.handle({ ...page, fields })
    // eslint-disable-next-line no-unused-vars -- it is read to its end
    for await (const _chunk of body);
    await settle()
  }
  return { records, clock, backend, cache, get }
}

const minute = ['Cache-Control', 'max-age=60', 'ETag', '"1"']

describe('the story of a recorded transaction', () => {
  test('tells each step with its time, and why it was taken', async () => {
    const { records, clock, backend, get } = recordedCache()
    const asking = get()
    clock.advance(34)
    backend.reply({ fields: minute }, 'one')
    await asking
    const story = explainTransaction(records, 1)
    expect(story).toMatchObject({
      id: 1,
      role: 'leader',
      method: 'GET',
      url: page.url,
      key: page.url,
      startedAt: 1_700_000_000_000,
      took: 34,
      headline: 'Miss: nothing is stored for this key. The reply is stored: nothing forbids to store it.',
      ending: 'ended',
      difference: '',
    })
    expect(story?.run).toMatch(/^[0-9a-f-]{36}$/)
    expect(story?.steps.map(({ after, event, to }) => [after, event, to])).toEqual([
      [0, 'request.lookup', 'awaitCache'],
      [0, 'lookup.obliged', 'awaitBackend.attached'],
      [34, 'reply.store', 'delivering'],
      [34, 'delivery.done', 'delivered'],
    ])
    expect(story?.steps.map(({ reasons }) => reasons.map(({ what }) => what))).toEqual([
      ['request.admitted'],
      ['stored.none'],
      ['reply.stored', 'lifetime.max-age'],
      [],
    ])
  })

  test('tells a hit, a validation, and a refresh in the background', async () => {
    const { records, clock, backend, get } = recordedCache({ policy: { staleWhileRevalidate: 30 } })
    backend.reply({ fields: minute }, 'one')
    await get()
    await get()
    clock.advance(61_000)
    backend.reply({ status: 304 })
    await get()
    clock.advance(100_000)
    backend.reply({ status: 304 })
    await get()
    const headlines = [2, 3, 4, 5].map((id) => explainTransaction(records, id)?.headline)
    expect(headlines).toEqual([
      'Hit: the stored response is fresh: 0 s old, with a freshness lifetime of 60 s.',
      'Stale hit: the stored response is stale, and may be served so for 30 s, while it is refreshed (the policy of the cache).',
      expect.stringMatching(
        /in the background.* What is stored is still right, and was brought up to date: the origin/,
      ),
      expect.stringMatching(
        /^Revalidation: the stored response is stale, and could .* What is stored is still right, and was/,
      ),
    ])
    expect(explainTransaction(records, 4)?.role).toBe('background')
  })

  test('names the transaction that a follower waited for', async () => {
    const { records, backend, get } = recordedCache()
    const both = [get(), get()]
    backend.reply({ fields: minute }, 'one')
    await Promise.all(both)
    expect(explainTransaction(records, 2)?.headline).toMatch(
      /^Wait: transaction 1 asks the origin for the same already/,
    )
  })

  test('ends where the recording ends, and where nothing was decided', async () => {
    const { records, get } = recordedCache()
    void get()
    await settle()
    const begun = records.filter(({ kind }) => kind !== 'step')
    expect(explainTransaction(records, 1)).toMatchObject({ ending: 'open', took: 0, steps: [{}, {}] })
    expect(explainTransaction(begun, 1)).toMatchObject({
      ending: 'open',
      took: 0,
      headline: 'Nothing was decided yet.',
    })
    expect(explainTransaction(records, 2)).toBeUndefined()
  })

  test('goes by what was known when the request went out', async () => {
    const storage = { ttl: 7 }
    const { records, backend, get } = recordedCache({ overrides: storage })
    backend.reply({ fields: minute }, 'one')
    await get()
    const steps = explainTransaction(records, 1)?.steps ?? []
    expect(steps[2]?.reasons[1]).toMatchObject({ what: 'lifetime.set', facts: [{ value: 7 }, { value: 60 }] })
  })

  test('tells where it would go another way now', async () => {
    const { records, backend, get } = recordedCache()
    backend.reply({ fields: minute }, 'one')
    await get()
    const changed = (event: string, changes: object): CacheRecord[] =>
      records.map((record) =>
        record.kind === 'step' && record.event === event ? { ...record, ...changes } : record,
      )
    const differing = explainTransaction(changed('lookup.obliged', { event: 'lookup.fresh' }), 1)
    expect(differing).toMatchObject({
      ending: 'differs',
      difference: 'event: recorded lookup.fresh; now lookup.obliged',
      steps: [{ event: 'request.lookup' }],
    })
    const impossible = explainTransaction(
      changed('request.lookup', { input: { type: 'lookup', stored: null } }),
      1,
    )
    expect(impossible).toMatchObject({ ending: 'differs', steps: [] })
    const illegal = { event: 'delivery.done', input: { type: 'bodyDone' }, to: 'awaitCache', effects: [] }
    expect(explainTransaction(changed('lookup.obliged', illegal), 1)?.difference).toBe(
      '"delivery.done" was no event for state "awaitCache"',
    )
  })

  test('has no duration below 0, though the clock was set back', async () => {
    const { records, clock, backend, get } = recordedCache()
    const asking = get()
    clock.jump(-5_000)
    backend.reply({ fields: minute }, 'one')
    await asking
    expect(explainTransaction(records, 1)?.took).toBe(0)
  })
})

describe('an explainer', () => {
  test('explains all that are meant, each as it ends, of one cache after another', async () => {
    const told: string[] = []
    const explainer = createExplainer({ isMeant: ({ url }, run) => url === page.url && run !== '' })
    const runs: string[] = []
    for (let count = 0; count < 2; count += 1) {
      const { records, backend, get } = recordedCache()
      backend.reply({ fields: minute }, 'one')
      await get(['Cache-Control', 'no-cache'])
      void get(['Cache-Control', 'no-cache'])
      await settle()
      for (const record of [...records, { kind: 'loss', at: 0, count: 1 } as const]) {
        const story = explainer.take(record)
        if (story !== undefined) told.push(`${story.id} ${story.ending}`)
        if (record.kind === 'start') runs.push(record.run)
      }
    }
    expect(told).toEqual(['1 ended', '1 ended'])
    // What was open when the first recording ended is told at the end.
    expect(explainer.end().map(({ id, ending, run }) => [id, ending, run])).toEqual([
      [2, 'open', runs[0]],
      [2, 'open', runs[1]],
    ])
  })

  test('goes on where a file follows another of the same cache, and takes its policy', async () => {
    const { records, clock, backend, get } = recordedCache({ policy: { shared: false } })
    const asking = get()
    clock.advance(1)
    backend.reply({ fields: ['Cache-Control', 'private, max-age=60'] }, 'one')
    await asking
    const [start, ...rest] = records
    const half = rest.slice(0, 3)
    expect(start).toMatchObject({ kind: 'start' })
    const parts = [start, ...half, start, ...rest.slice(3)].filter((record) => record !== undefined)
    expect(explainTransaction(parts, 1)).toMatchObject({
      ending: 'ended',
      steps: [{}, {}, { event: 'reply.store' }, {}],
    })
    // Without its beginning the default policy counts, for which the reply is private.
    expect(explainTransaction(rest, 1)).toMatchObject({ ending: 'differs', run: '' })
  })

  test('tells the oldest as it is when too many are open', async () => {
    const { records, cache } = recordedCache()
    for (let count = 0; count < 3; count += 1) void cache.handle(page).catch(() => undefined)
    await settle()
    const explainer = createExplainer({ isMeant: () => true, limit: 2 })
    const told = records.map((record) => explainer.take(record)?.id).filter((id) => id !== undefined)
    expect(told).toEqual([1])
    expect(explainer.end().map(({ id }) => id)).toEqual([2, 3])
  })
})
