import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { createClient } from 'redis'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisCluster, type RedisCluster } from '../servers/redis-cluster.ts'
import { startRedisServer, type RedisServer } from '../servers/redis-server.ts'
import { startSlowProxy, type SlowProxy } from '../servers/slow-proxy.ts'
import { observedTiers, type ObservedTiers, type TierSettings } from './observed-tiers.ts'
import { clusterSources } from './redis-clients.ts'
import { findText, storeText, untilText, warm } from './stored-text.ts'

/** Times are short, so that the tests are; what they promise is the same. */
const staleness = 300
const ping = { pingEvery: 100, pingWithin: 100 }
/** A silent connection is noticed after both, and a copy is used for so long then. */
const promised = Math.max(ping.pingEvery + ping.pingWithin, staleness)
/** For a machine that has other work. */
const slack = 700

/** Asks until there is a connection again. */
async function untilAnswered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
}

/** They take a while: they are begun with what comes before them. */
let starting: readonly Promise<RedisCluster>[] = []

describeWithRedis('when messages are lost,', () => {
  let server: RedisServer
  let ends: (() => unknown)[] = []
  beforeAll(() => {
    starting = [startRedisCluster(), startRedisCluster()]
    // Their failure is told when it is their turn.
    for (const start of starting) start.catch(() => {})
  })
  beforeEach(async () => {
    server = await startRedisServer()
    ends = [() => server.stop()]
  })
  afterEach(async () => {
    for (const end of ends.toReversed()) await end()
  })

  const process = async (settings: TierSettings = {}): Promise<ObservedTiers> => {
    const tiers = observedTiers({ url: server.url }, { staleness, ...ping, ...settings })
    ends.push(() => tiers.store.close())
    return tiers
  }

  /** Two processes; that of the second by which it hears of changes goes through the proxy. */
  const withProxy = async (): Promise<{ one: ObservedTiers; other: ObservedTiers; proxy: SlowProxy }> => {
    const proxy = await startSlowProxy(server.port)
    ends.push(() => proxy.close())
    const one = await process()
    const heardBy = { url: `redis://127.0.0.1:${proxy.port}` }
    const other = observedTiers({ url: server.url }, { staleness, ...ping, heardBy })
    ends.push(() => other.store.close())
    await Promise.all([one.restored(), other.restored()])
    return { one, other, proxy }
  }

  test('a connection that was closed is noticed at once, and made again; nothing from before is near then', async () => {
    const [one, other] = [await process(), await process()]
    await Promise.all([one.restored(), other.restored()])
    await storeText(one.store, 'key', 'first')
    await warm(other.store, 'key')
    const admin = await createClient({ url: server.url }).connect()
    ends.push(() => admin.destroy())
    await admin.sendCommand(['CLIENT', 'KILL', 'TYPE', 'pubsub'])
    await Promise.all([other.lost(), one.lost()])
    await storeText(one.store, 'key', 'second')
    await Promise.all([other.restored(2), one.restored(2)])
    expect(await findText(other.store, 'key')).toEqual({ text: 'second', from: 'far' })
    await warm(other.store, 'key')
    await storeText(one.store, 'key', 'third')
    await untilText(other.store, 'key', 'third')
  })

  test('a connection that has gone silent is noticed, and no copy is older than promised', async () => {
    const { one, other, proxy } = await withProxy()
    await storeText(one.store, 'key', 'first')
    await warm(other.store, 'key')
    proxy.freeze()
    await storeText(one.store, 'key', 'second')
    expect(await findText(other.store, 'key')).toEqual({ text: 'first', from: 'near' })
    expect(await untilText(other.store, 'key', 'second')).toBeLessThan(promised + slack)
    // Copies go on to be made, and to be used as long as is promised.
    expect(await warm(other.store, 'key')).toBe('second')
    await storeText(one.store, 'key', 'third')
    expect(await untilText(other.store, 'key', 'third')).toBeLessThan(staleness + slack)
    proxy.thaw()
    await other.restored(2)
    expect((await findText(other.store, 'key')).from).toBe('far')
  })

  test('a connection that cannot be made again is tried for again and again, and copies are used as long as is promised', async () => {
    const { one, other, proxy } = await withProxy()
    await storeText(one.store, 'key', 'first')
    await warm(other.store, 'key')
    proxy.refuse()
    await other.lost(1)
    await other.lost(3)
    await warm(other.store, 'key')
    await storeText(one.store, 'key', 'second')
    expect(await untilText(other.store, 'key', 'second')).toBeLessThan(staleness + slack)
    proxy.admit()
    await other.restored(2)
    expect(other.problems.length).toBeGreaterThanOrEqual(3)
    expect(new Set(other.problems.map(({ code }) => code))).toEqual(new Set(['ERR_STORE_FAILED']))
  })

  test('a server that is stopped is served from near for as long as promised, and asked from then on', async () => {
    const other = await process()
    await other.restored()
    await storeText(other.store, 'key', 'first')
    await warm(other.store, 'key')
    server.pause()
    expect(await findText(other.store, 'key')).toEqual({ text: 'first', from: 'near' })
    await other.lost()
    await new Promise((resolve) => setTimeout(resolve, staleness))
    await expect(findText(other.store, 'key')).rejects.toMatchObject({ code: 'ERR_STORE_TIMEOUT' })
    server.resume()
    await other.restored(2)
    await untilAnswered(() => findText(other.store, 'key'))
    expect(await warm(other.store, 'key')).toBe('first')
  })

  test('a server that was begun anew without data is not covered by what is near', async () => {
    const other = await process()
    await other.restored()
    await storeText(other.store, 'key', 'first')
    await warm(other.store, 'key')
    await server.restartEmpty()
    await other.restored(2)
    const found = await untilAnswered(() => findText(other.store, 'key'))
    expect(found).toEqual({ text: undefined, from: 'far' })
  })

  test('a server that does not publish changes, and is not to be tracked, is said; copies are used as long as is promised', async () => {
    const one = await process({ by: 'keyspace' })
    const other = await process({ by: 'keyspace' })
    await Promise.all([one.lost(), other.lost()])
    expect(other.problems[0]?.message).toContain("notify-keyspace-events is '', and 'Kghxe' is missing")
    await storeText(one.store, 'key', 'first')
    await warm(other.store, 'key')
    await storeText(one.store, 'key', 'second')
    expect(await untilText(other.store, 'key', 'second')).toBeLessThan(staleness + slack)
  })

  test('a user who may not track is told of changes by keyspace messages', async () => {
    const admin = await createClient({ url: server.url }).connect()
    ends.push(() => admin.destroy())
    await admin.sendCommand(['CONFIG', 'SET', 'notify-keyspace-events', 'KA'])
    const rules = ['on', '>secret', '~*', '&*', '+@all', '-client|tracking']
    await admin.sendCommand(['ACL', 'SETUSER', 'narrow', ...rules])
    const url = server.url.replace('redis://', 'redis://narrow:secret@')
    const one = await process()
    const other = observedTiers({ url }, { staleness: 60_000 })
    ends.push(() => other.store.close())
    await Promise.all([one.restored(), other.restored()])
    await storeText(one.store, 'key', 'first')
    await warm(other.store, 'key')
    await storeText(one.store, 'key', 'second')
    await untilText(other.store, 'key', 'second')
    expect(other.problems).toEqual([])
  })
})

describeWithRedis('when a cluster loses a server,', () => {
  test.each([
    ['redis', 0],
    ['ioredis', 1],
  ] as const)('that is noticed by %s, and copies are used as long as is promised', async (name, index) => {
    const cluster = await (starting[index] ?? startRedisCluster())
    const made = await clusterSources[name](cluster)
    const other = observedTiers(made.source, { staleness, ...ping })
    try {
      await other.restored()
      const keys = ['one', 'two', 'three', 'four', 'five', 'six']
      for (const key of keys) {
        await storeText(other.store, key, key)
        await warm(other.store, key)
      }
      await cluster.nodes[2]?.kill()
      await other.lost()
      await new Promise((resolve) => setTimeout(resolve, staleness))
      const answers = keys.map((key) => other.store.get(key))
      for (const answer of answers) expect(answer).toBeInstanceOf(Promise)
      await Promise.allSettled(answers.map(async (answer) => answer))
    } finally {
      await other.store.close()
      await made.end()
      await cluster.stop()
    }
  })
})
