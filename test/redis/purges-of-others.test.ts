import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { redisStore, type RedisStore } from '@cachechart/adapters/redis'
import type { PurgeSelector, StoredResponse } from '@cachechart/core'
import { fakeClock, sampleResponse } from '@cachechart/core/testing'
import { createClient } from 'redis'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisCluster, type RedisCluster } from '../servers/redis-cluster.ts'
import { startRedisServer, type RedisServer } from '../servers/redis-server.ts'
import { gatedClient, type GatedClient } from './gated-client.ts'
import { momentOf, put, textsOf } from './store-steps.ts'

const url = 'https://example.com/page'
const labelled = sampleResponse({ surrogateKeys: ['label'], url })
const softened = (response: StoredResponse): StoredResponse => ({ ...response, lifetime: 0 })

const selectors: readonly [string, PurgeSelector][] = [
  ['of the key', { type: 'key', key: 'key' }],
  ['of a label', { type: 'surrogateKey', surrogateKey: 'label' }],
  ['of a URL', { type: 'url', url }],
  ['of all', { type: 'all' }],
]
const purges = selectors.flatMap(
  ([name, selector]) =>
    [
      [`a purge ${name}`, (store: RedisStore) => store.purge(selector, 'remove')],
      [`a soft purge ${name}`, (store: RedisStore) => store.purge(selector, softened)],
    ] as const,
)
const removals = [...purges, ['delete()', (store: RedisStore) => store.delete('key')] as const]

/** Begins something, and lets it go until it is held for the last of some words. */
const waitFor = async (gate: GatedClient, words: readonly string[], begin: () => Promise<unknown>) => {
  let outcome: Promise<unknown> | undefined
  for (const word of words) {
    const held = gate.holdNext(word)
    outcome ??= begin()
    await held
  }
  return { outcome }
}

/** Looks until something is there. */
const eventually = async (look: () => Promise<readonly string[]>): Promise<readonly string[]> => {
  for (;;) {
    const seen = await look()
    if (seen.length > 0) return seen
  }
}

let made = 0

/** What each process with the same servers must see of the others. `url` leads to the servers. */
const expectOthersAreHeeded = (place: () => string) => {
  let one: RedisStore
  let other: RedisStore
  beforeEach(() => {
    made += 1
    const prefix = `purges ${made}:`
    one = redisStore({ url: place(), prefix })
    other = redisStore({ url: place(), prefix })
  })
  afterEach(async () => {
    await one.close()
    await other.close()
  })

  test.each(removals)('what was fetched before %s by another process is refused', async (_, remove) => {
    const moment = await momentOf(one, 'key')
    await remove(other)
    expect(await put(one, { key: 'key', body: 'late', response: labelled, claim: { moment } })).toBe(
      'refused',
    )
    expect(await textsOf(one, 'key')).toEqual([])
    expect(await textsOf(other, 'key')).toEqual([])
  })

  test.each(removals)('what was fetched after %s by another process is stored', async (_, remove) => {
    await put(one, { key: 'key', body: 'before', response: labelled })
    await remove(other)
    const moment = await momentOf(one, 'key')
    expect(await put(one, { key: 'key', body: 'after', response: labelled, claim: { moment } })).toBe(
      'stored',
    )
    expect(await textsOf(other, 'key')).toEqual(['after'])
  })

  test.each(removals)('what was validated before %s by another process is gone', async (_, remove) => {
    await put(one, { key: 'key', body: 'before', response: labelled })
    const found = await one.get('key')
    const [entry] = found.type === 'hit' ? found.variants : []
    if (found.type !== 'hit' || entry === undefined) throw new Error('it was not stored')
    const { moment } = found
    await remove(other)
    expect(await one.freshen('key', entry, labelled, { moment })).toBe('gone')
    const left = await other.get('key')
    expect(left.type === 'hit' ? left.variants[0]?.response.lifetime : 'nothing').not.toBe(labelled.lifetime)
  })

  test('a purge of another key, label or URL refuses nothing', async () => {
    const moment = await momentOf(one, 'key')
    await other.purge({ type: 'key', key: 'another key' }, 'remove')
    await other.purge({ type: 'surrogateKey', surrogateKey: 'another label' }, 'remove')
    await other.purge({ type: 'url', url: 'https://example.com/another' }, 'remove')
    await other.delete('another key')
    expect(await put(one, { key: 'key', body: 'body', response: labelled, claim: { moment } })).toBe('stored')
  })

  test('what one process has stored, another finds and purges by each of its labels', async () => {
    for (const [, selector] of selectors) {
      expect(await put(one, { key: 'key', body: 'body', response: labelled })).toBe('stored')
      expect(await textsOf(other, 'key')).toEqual(['body'])
      expect(await other.purge(selector, 'remove')).toBe(1)
      expect(await textsOf(one, 'key')).toEqual([])
    }
  })
}

/** It takes a while: it is begun with what comes before it. */
let starting: Promise<RedisCluster> | undefined

describeWithRedis('purges by other processes, on one server', () => {
  let server: RedisServer
  beforeAll(async () => {
    starting = startRedisCluster()
    // Its failure is told when it is its turn.
    starting.catch(() => {})
    server = await startRedisServer()
  })
  afterAll(() => server.stop())

  expectOthersAreHeeded(() => server.url)

  /** A writer stands still before one of its steps; another process removes meanwhile; then the writer goes on. */
  const interleave = async (step: number, remove: (store: RedisStore) => Promise<number>) => {
    made += 1
    const prefix = `race ${made}:`
    const real = createClient({ url: server.url })
    await real.connect()
    const gate = gatedClient(real)
    const slow = redisStore({ client: gate.client, prefix })
    const quick = redisStore({ url: server.url, prefix })
    // The server knows all scripts by then: none is sent twice.
    await put(quick, { key: 'another key', body: 'body', response: labelled })
    const moment = await momentOf(slow, 'key')
    const names = `${prefix}{`
    let waiting = gate.holdNext(names)
    const outcome = put(slow, { key: 'key', body: 'late', response: labelled, claim: { moment } })
    await waiting
    for (let passed = 0; passed < step; passed += 1) {
      waiting = gate.holdNext(names)
      await waiting
    }
    await remove(quick)
    gate.release()
    const answer = await outcome
    const left = [await textsOf(quick, 'key'), await textsOf(slow, 'key')]
    await slow.close()
    await quick.close()
    real.destroy()
    return { answer, left }
  }

  const steps: readonly [string, number][] = [
    ['before it looks at the ledger', 0],
    ['before it writes its labels', 1],
    ['between its labels and its entry', 2],
  ]
  describe.each(steps)('a writer that stands still %s', (_, step) => {
    test.each(removals)('leaves nothing that is found after %s', async (name, remove) => {
      // A purge of all lies in no slot of the entry: that its response is not found, the writer is told too early to know.
      const answer = step > 0 && name.endsWith('of all') ? 'stored' : 'refused'
      expect(await interleave(step, remove)).toEqual({ answer, left: [[], []] })
    })
  })

  test('what a soft purge of all did not come by is not found after it, though another has changed it', async () => {
    made += 1
    const prefix = `stragglers ${made}:`
    const begin = async () => {
      const real = createClient({ url: server.url })
      await real.connect()
      const gate = gatedClient(real)
      return { real, gate, store: redisStore({ client: gate.client, prefix }) }
    }
    const [writer, purger] = [await begin(), await begin()]
    const quick = redisStore({ url: server.url, prefix })
    // The server knows all scripts by then: none is sent twice.
    await put(quick, { key: 'another key', body: 'body' })
    await quick.purge({ type: 'all' }, softened)
    const moment = await momentOf(writer.store, 'key')
    // It has looked at the ledger, and is about to commit.
    await waitFor(writer.gate, [`${prefix}{purges}`, `${prefix}{`], () =>
      put(writer.store, { key: 'key', body: 'late', claim: { moment } }),
    )
    // It has come by all there is, and is about to say so.
    const purged = await waitFor(purger.gate, [`${prefix}{purges}`, `${prefix}{purges}`], () =>
      purger.store.purge({ type: 'all' }, softened),
    )
    writer.gate.release()
    expect(await eventually(() => textsOf(quick, 'key'))).toEqual(['late'])
    expect(await quick.purge({ type: 'key', key: 'key' }, softened)).toBe(1)
    purger.gate.release()
    await purged.outcome
    expect(await textsOf(quick, 'key')).toEqual([])
    for (const { real, store } of [writer, purger]) {
      await store.close()
      real.destroy()
    }
    await quick.close()
  })

  test('moments are the same where nothing was purged, and others after a purge of anything', async () => {
    made += 1
    const store = redisStore({ url: server.url, prefix: `moments ${made}:` })
    const first = await momentOf(store, 'key')
    await put(store, { key: 'key', body: 'body' })
    expect(await momentOf(store, 'another key')).toBe(first)
    await store.delete('a third key')
    expect(await momentOf(store, 'key')).not.toBe(first)
    await store.close()
  })

  test('a moment that is older than what is remembered is refused, as is one of no store', async () => {
    made += 1
    const clock = fakeClock()
    clock.advance(Date.now() - clock.now())
    const store = redisStore({ url: server.url, prefix: `old ${made}:`, clock })
    const moment = await momentOf(store)
    await store.delete('another key')
    clock.advance(59 * 60_000)
    expect(await put(store, { key: 'key', body: 'late', claim: { moment } })).toBe('stored')
    clock.advance(2 * 60_000)
    expect(await put(store, { key: 'key', body: 'later', claim: { moment } })).toBe('refused')
    const present = await momentOf(store)
    expect(await put(store, { key: 'key', body: 'new', claim: { moment: present } })).toBe('stored')
    for (const foreign of ['', 'x', String(present), -1, 5, Number.NaN]) {
      expect(await put(store, { key: 'key', body: 'odd', claim: { moment: foreign } })).toBe('refused')
    }
    expect(await textsOf(store, 'key')).toEqual(['new'])
    await store.close()
  })

  test('of the leases for a subject the latest may write; others have no say', async () => {
    made += 1
    const store = redisStore({ url: server.url, prefix: `lease ${made}:` })
    const lease = (variant: string, token: number) => ({ lease: { key: 'key', variant, token } })
    const write = (body: string, claim: ReturnType<typeof lease>) => put(store, { key: 'key', body, claim })
    expect(await write('seven', lease('', 7))).toBe('stored')
    expect(await write('six', lease('', 6))).toBe('refused')
    expect(await write('other', lease('other', 1))).toBe('stored')
    expect(await write('seven again', lease('', 7))).toBe('stored')
    expect(await write('eight', lease('', 8))).toBe('stored')
    expect(await write('late', lease('', 7))).toBe('refused')
    expect(await textsOf(store, 'key')).toEqual(['eight'])
    await store.close()
  })
})

describeWithRedis('purges by other processes, on a cluster', () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await (starting ?? startRedisCluster())
  })
  afterAll(() => cluster.stop())

  const hosts = () => cluster.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')
  expectOthersAreHeeded(() => `redis+cluster://${hosts()}`)
})
