import { hash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { redisStore, type RedisStoreOptions } from '@cachechart/adapters/redis'
import { sampleResponse } from '@cachechart/core/testing'
import { Cluster } from 'ioredis'
import { createClient } from 'redis'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisCluster, type RedisCluster } from '../servers/redis-cluster.ts'
import { put, textsOf } from './store-steps.ts'

type Ask = (...words: readonly string[]) => Promise<unknown>

describeWithRedis('a slot of a cluster that has moved', () => {
  let cluster: RedisCluster
  const asks: Ask[] = []
  const ends: (() => void)[] = []
  beforeAll(async () => {
    cluster = await startRedisCluster()
    for (const { url } of cluster.nodes) {
      const client = createClient({ url })
      await client.connect()
      asks.push((...words) => client.sendCommand(words))
      ends.push(() => client.destroy())
    }
  })
  afterAll(async () => {
    for (const end of ends) end()
    await cluster.stop()
  })

  /** Gives the slot of a key, which has nothing in it, to the server that comes after its own. */
  const move = async (key: string): Promise<void> => {
    const [ask] = asks
    const tag = hash('sha256', key, 'base64url').slice(0, 32)
    const slot = Number(await ask?.('CLUSTER', 'KEYSLOT', `{${tag}}`))
    const names = await Promise.all(asks.map(async (each) => String(await each('CLUSTER', 'MYID'))))
    const shards = String(await ask?.('CLUSTER', 'NODES')).split('\n')
    const has = (line: string) =>
      line.split(' ').some((word) => {
        const [from, to = from] = word.split('-').map(Number)
        return Number(from) <= slot && slot <= Number(to)
      })
    const owner = names.findIndex((name) => shards.some((line) => line.startsWith(name) && has(line)))
    const next = names[(owner + 1) % names.length] ?? ''
    // The next one first: it may not be told by others that it is not its own.
    await asks[(owner + 1) % names.length]?.('CLUSTER', 'SETSLOT', String(slot), 'NODE', next)
    for (const each of asks) await each('CLUSTER', 'SETSLOT', String(slot), 'NODE', next)
  }

  const addresses = () => cluster.nodes.map(({ port }) => ({ host: '127.0.0.1', port }))
  const byUrl = (): RedisStoreOptions => ({
    url: `redis+cluster://${addresses()
      .map(({ host, port }) => `${host}:${port}`)
      .join(',')}`,
  })
  const byIoredis = (): RedisStoreOptions => {
    const client = new Cluster(addresses())
    ends.push(() => client.disconnect())
    return { client }
  }

  test.each([
    ['the redis package', byUrl],
    ['ioredis', byIoredis],
  ])('is found again, and calls for a key keep their order meanwhile: %s', async (name, options) => {
    const store = redisStore(options())
    for (let round = 0; round < 5; round += 1) {
      const key = `${name} ${round}`
      expect((await store.get(key)).type).toBe('miss')
      await move(key)
      const first = store.put(key, sampleResponse())
      await first.write(new Uint8Array(300_000))
      const second = store.put(key, sampleResponse())
      const answers = await Promise.all([
        first.commit(),
        store.delete(key),
        store.get(key).then(({ type }) => type),
        second.commit(),
        store.get(key).then(({ type }) => type),
        store.purge({ type: 'key', key }, 'remove'),
        put(store, { key, body: 'the last' }),
      ])
      expect(answers).toEqual(['stored', 1, 'miss', 'stored', 'hit', 1, 'stored'])
      expect(await textsOf(store, key)).toEqual(['the last'])
    }
    await store.close()
  })
})
