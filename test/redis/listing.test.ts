import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { redisStore, type RedisStore } from '@cachechart/adapters/redis'
import { sampleResponse } from '@cachechart/core/testing'
import { createClient } from 'redis'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisCluster, type RedisCluster } from '../servers/redis-cluster.ts'
import { startRedisServer, type RedisServer } from '../servers/redis-server.ts'
import { bytesOf, put } from './store-steps.ts'

/** A prefix in which every character means something to a pattern. */
const prefix = 'odd*?[a-z]\\:'

const expectListing = (url: () => string, servers: number) => {
  let store: RedisStore
  beforeAll(async () => {
    store = redisStore({ url: url(), prefix })
    for (let index = 0; index < 300; index += 1) {
      await put(store, { key: `https://example.com/${index}`, body: `body ${index}` })
    }
    const german = sampleResponse({ vary: ['accept-language'], varied: ['de'] })
    await put(store, { key: 'https://example.org/', body: new Uint8Array(300_000) })
    await put(store, { key: 'https://example.org/', body: 'eins', response: german })
    const other = redisStore({ url: url(), prefix: 'odd' })
    await put(other, { key: 'another store', body: 'body' })
    await other.close()
  })
  afterAll(() => store.close())

  test('all that is stored is listed once, and nothing of another prefix', async () => {
    const seen: string[] = []
    for await (const { key } of store.entries()) seen.push(key)
    const numbered = Array.from({ length: 300 }, (_, index) => `https://example.com/${index}`)
    expect(seen.toSorted()).toEqual([...numbered, 'https://example.org/', 'https://example.org/'].toSorted())
  })

  test('a listing can be of the keys that begin alike, and opens their bodies', async () => {
    const bodies: number[] = []
    for await (const entry of store.entries({ keyPrefix: 'https://example.org/' })) {
      const body = await bytesOf(await entry.open())
      expect(body).toHaveLength(entry.bodyLength)
      bodies.push(body.length)
    }
    expect(bodies.toSorted((one, other) => one - other)).toEqual([4, 300_000])
  })

  test('a listing can be left early', async () => {
    for await (const entry of store.entries()) {
      expect(entry.key).toMatch(/^https/)
      break
    }
    await expect(store.get('https://example.com/0')).resolves.toMatchObject({ type: 'hit' })
  })

  test('the statistics count variants and the bytes of bodies', async () => {
    const { entries, bodyBytes, rejectedValues, details } = await store.statistics()
    const short = Array.from({ length: 300 }, (_, index) => `body ${index}`.length)
    const sum = short.reduce((one, other) => one + other, 0) + 300_000 + 4
    expect({ entries, bodyBytes, rejectedValues }).toEqual({
      entries: 302,
      bodyBytes: sum,
      rejectedValues: 0,
    })
    expect(details).toMatchObject({ servers })
  })

  test('what was purged is not listed any more', async () => {
    expect(await store.purge({ type: 'all' }, 'remove')).toBe(302)
    const seen: string[] = []
    for await (const { key } of store.entries()) seen.push(key)
    expect(seen).toEqual([])
  })
}

/** It takes a while: it is begun with what comes before it. */
let starting: Promise<RedisCluster> | undefined

describeWithRedis('listing a store on one server', () => {
  let server: RedisServer
  beforeAll(async () => {
    starting = startRedisCluster()
    // Its failure is told when it is its turn.
    starting.catch(() => {})
    server = await startRedisServer()
  })
  afterAll(() => server.stop())

  expectListing(() => server.url, 1)

  describe('values that are not believed', () => {
    test('are a miss, counted and told, and make room for what is stored next', async () => {
      const told: string[] = []
      const store = redisStore({
        url: server.url,
        onRejected: ({ key, reason }) => told.push(`${key}: ${reason}`),
      })
      const admin = createClient({ url: server.url })
      await admin.connect()
      await put(store, { key: 'key', body: 'body' })
      const [name = ''] = await admin.keys('cachechart:entry:*')
      const record = (await admin.hGet(name, 'm:-')) ?? ''
      await admin.hSet(name, 'm:-', record.replace(/^1/, '2'))
      expect((await store.get('key')).type).toBe('miss')
      expect(told).toEqual(['key: its record is of another version, or damaged'])
      expect(await put(store, { key: 'key', body: 'body' })).toBe('stored')
      expect((await store.get('key')).type).toBe('hit')
      await admin.set(name, 'text')
      expect((await store.get('key')).type).toBe('miss')
      expect(store.rejectedValues).toBe(2)
      expect(await put(store, { key: 'key', body: 'body' })).toBe('stored')
      expect((await store.get('key')).type).toBe('hit')
      admin.destroy()
      await store.close()
    })
  })
})

describeWithRedis('listing a store on a cluster', () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await (starting ?? startRedisCluster())
  })
  afterAll(() => cluster.stop())

  const addresses = () => cluster.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')
  expectListing(() => `redis+cluster://${addresses()}`, 3)
})
