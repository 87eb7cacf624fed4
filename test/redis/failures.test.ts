import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { redisStore, type RedisStore, type RedisStoreOptions } from '@cachechart/adapters/redis'
import { sampleResponse } from '@cachechart/core/testing'
import { createClient } from 'redis'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisCluster, type RedisCluster } from '../servers/redis-cluster.ts'
import { startRedisServer, type RedisServer, type RedisServerOptions } from '../servers/redis-server.ts'
import { momentOf, put, textsOf } from './store-steps.ts'

const commandTimeout = 1_000

/** Asks until it is answered: how long the store takes to find the server again is for it to say. */
const answered = async (store: RedisStore): Promise<void> => {
  for (;;) {
    try {
      await store.get('key')
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

/** What a call rejects with, and after how many milliseconds. */
const failureOf = async (call: () => Promise<unknown>) => {
  const start = performance.now()
  try {
    await call()
  } catch (error) {
    return { error, after: performance.now() - start }
  }
  throw new Error('it did not fail')
}

/** They take a while: they are begun with what comes before them. */
let starting: readonly Promise<RedisCluster>[] = []

describeWithRedis('a store on a server that fails', () => {
  beforeAll(() => {
    starting = [startRedisCluster(), startRedisCluster()]
    // Their failure is told when it is their turn.
    for (const start of starting) start.catch(() => {})
  })
  let server: RedisServer
  let store: RedisStore
  const begin = async (options: RedisServerOptions = {}, more: Partial<RedisStoreOptions> = {}) => {
    server = await startRedisServer(options)
    store = redisStore({ ...more, url: server.url, commandTimeout })
    await answered(store)
  }
  afterEach(async () => {
    await store.close()
    await server.stop()
  })

  describe('killed, or silent', () => {
    beforeEach(async () => {
      await begin()
      await put(store, { key: 'key', body: 'body' })
    })

    test('a server that was killed fails each call at once; one in its place is found by itself', async () => {
      await server.kill()
      await failureOf(() => store.get('key'))
      const calls = [
        () => store.get('key'),
        () => put(store, { key: 'key', body: 'body' }),
        () => store.delete('key'),
        () => store.purge({ type: 'all' }, 'remove'),
      ]
      for (const call of calls) {
        const { error, after } = await failureOf(call)
        expect(error).toMatchObject({ name: 'StoreError', code: 'ERR_STORE_FAILED' })
        expect(after).toBeLessThan(commandTimeout)
      }
      await server.restartEmpty()
      await answered(store)
      expect(await put(store, { key: 'key', body: 'again' })).toBe('stored')
      expect(await textsOf(store, 'key')).toEqual(['again'])
    })

    test('a server that goes silent is given up in time, and then at once, until it speaks again', async () => {
      server.pause()
      const first = await failureOf(() => store.get('key'))
      expect(first.error).toMatchObject({ name: 'StoreError', code: 'ERR_STORE_TIMEOUT' })
      expect(first.after).toBeGreaterThanOrEqual(commandTimeout - 5)
      const second = await failureOf(() => store.get('key'))
      expect(second.error).toMatchObject({ code: 'ERR_STORE_FAILED' })
      expect(second.after).toBeLessThan(commandTimeout / 2)
      server.resume()
      await answered(store)
      expect(await textsOf(store, 'key')).toEqual(['body'])
    })

    test('what was fetched before a server lost all it knew is refused', async () => {
      const moment = await momentOf(store)
      await server.restartEmpty()
      await answered(store)
      expect(await put(store, { key: 'key', body: 'late', claim: { moment } })).toBe('refused')
      expect(await put(store, { key: 'key', body: 'new', claim: { moment: await momentOf(store) } })).toBe(
        'stored',
      )
    })
  })

  test('a store whose server was never there fails, and finds it when it comes', async () => {
    await begin()
    await server.kill()
    const early = redisStore({ url: server.url, commandTimeout })
    const { error } = await failureOf(() => early.get('key'))
    expect(error).toMatchObject({ name: 'StoreError' })
    await server.restartEmpty()
    await answered(early)
    await early.close()
  })

  test('a full server fails what is written; what is there is read, and can be purged', async () => {
    await begin({ maxMemory: 4 * 1024 * 1024 })
    const response = sampleResponse({ surrogateKeys: ['label'] })
    expect(await put(store, { key: 'kept', body: 'kept', response })).toBe('stored')
    /** Bodies of a length until there is no room for one more; how many were stored. */
    const fillWith = async (length: number): Promise<number> => {
      for (let stored = 0; ; stored += 1) {
        const entry = { key: `${length}, ${stored}`, body: new Uint8Array(length), response }
        const outcome = await put(store, entry).catch((error: unknown) => error)
        if (outcome === 'stored') continue
        expect(outcome).toMatchObject({ code: 'ERR_STORE_FAILED', message: expect.stringMatching('OOM') })
        return stored
      }
    }
    const [large, small] = [await fillWith(200_000), await fillWith(1)]
    expect(large).toBeGreaterThan(0)
    expect(await textsOf(store, 'kept')).toEqual(['kept'])
    expect(await store.delete('200000, 0')).toBe(1)
    const label = { type: 'surrogateKey', surrogateKey: 'label' } as const
    expect(await store.purge(label, (head) => ({ ...head, lifetime: 0 }))).toBe(large + small)
    expect(await store.purge(label, 'remove')).toBe(large + small)
    expect(await store.purge({ type: 'all' }, 'remove')).toBe(0)
    expect(await textsOf(store, 'kept')).toEqual([])
  })

  test('a wrong password is told, and the right one, or a user, is let in', async () => {
    await begin({ user: { name: 'cache', password: 'secret' } })
    const wrong = redisStore({ url: `redis://cache:wrong@127.0.0.1:${server.port}`, commandTimeout })
    const { error } = await failureOf(() => wrong.get('key'))
    expect(error).toMatchObject({ name: 'StoreError' })
    await wrong.close()
    expect((await store.get('key')).type).toBe('miss')
  })

  test('a socket, and a client that speaks TLS, lead to a server as well', async () => {
    await begin({ transport: 'socket' })
    expect(await put(store, { key: 'key', body: 'body' })).toBe('stored')
    const tls = await startRedisServer({ transport: 'tls' })
    const socket = { tls: true, host: '127.0.0.1', port: tls.port, rejectUnauthorized: false } as const
    const client = createClient({ socket })
    client.on('error', () => {})
    await client.connect()
    const secured = redisStore({ client })
    expect(await put(secured, { key: 'key', body: 'body' })).toBe('stored')
    await secured.close()
    // It is not the store's to close.
    expect(await client.ping()).toBe('PONG')
    client.destroy()
    await tls.stop()
  })

  test('what a user may do need not be more than the guide says', async () => {
    const rules = [
      '~shop:* resetchannels -@all +@connection +eval +evalsha +hgetall +hmget +hget +hset +hdel +hkeys +hlen',
      '+hincrby +get +set +del +unlink +exists +type +pttl +pexpire +zadd +zscan +zremrangebyscore +scan +time',
    ].join(' ')
    await begin({ user: { name: 'cache', password: 'secret', rules } }, { prefix: 'shop:' })
    const response = sampleResponse({ surrogateKeys: ['label'] })
    expect(await put(store, { key: 'key', body: new Uint8Array(300_000), response })).toBe('stored')
    const found = await store.get('key')
    const [entry] = found.type === 'hit' ? found.variants : []
    expect(entry === undefined ? 'nothing' : await store.freshen('key', entry, response)).toBe('freshened')
    expect((await store.statistics()).entries).toBe(1)
    expect(await store.purge({ type: 'surrogateKey', surrogateKey: 'label' }, (head) => head)).toBe(1)
    expect(await store.purge({ type: 'all' }, (head) => head)).toBe(1)
    expect(await store.delete('key')).toBe(1)
    expect(await store.purge({ type: 'all' }, 'remove')).toBe(0)
  })
})

describeWithRedis('a store on a cluster of which one server fails', () => {
  test.each([
    ['killed', 0],
    ['silent', 1],
  ] as const)('with one server %s the keys of the others are there', async (how, place) => {
    const cluster = await (starting[place] ?? startRedisCluster())
    const addresses = cluster.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')
    const store = redisStore({ url: `redis+cluster://${addresses}`, commandTimeout })
    await answered(store)
    const keys = Array.from({ length: 60 }, (_, index) => `key ${index}`)
    for (const key of keys) expect(await put(store, { key, body: key })).toBe('stored')
    // The ledger is on one of the servers: that one stays.
    const [node] = await nodesWithout(cluster.nodes, '{purges}')
    if (how === 'killed') await node?.kill()
    else node?.pause()
    const results = await Promise.allSettled(keys.map((key) => store.get(key)))
    const failed = results.filter(({ status }) => status === 'rejected')
    expect(failed.length).toBeGreaterThan(0)
    expect(failed.length).toBeLessThan(keys.length)
    const read = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.type] : []))
    expect(new Set(read)).toEqual(new Set(['hit']))
    await store.close()
    node?.resume()
    await cluster.stop()
  })
})

/** The servers that do not have what is named so. */
async function nodesWithout(nodes: readonly RedisServer[], tag: string): Promise<readonly RedisServer[]> {
  const without: RedisServer[] = []
  for (const node of nodes) {
    const client = createClient({ url: node.url })
    await client.connect()
    const names = await client.keys('*')
    if (!names.some((name) => name.includes(tag))) without.push(node)
    client.destroy()
  }
  return without
}
