import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { redisStore } from '@cachechart/adapters/redis'
import { createClient } from 'redis'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisCluster, type RedisCluster } from '../servers/redis-cluster.ts'

const clientsIn = (text: unknown): number =>
  Number(typeof text === 'string' ? /connected_clients:(\d+)/.exec(text)?.[1] : Number.NaN)

describeWithRedis('a store on a cluster that is closed', () => {
  let cluster: RedisCluster
  const asks: ((...words: string[]) => Promise<unknown>)[] = []
  const ends: (() => void)[] = []
  beforeAll(async () => {
    cluster = await startRedisCluster()
    for (const { url } of cluster.nodes) {
      const admin = createClient({ url })
      await admin.connect()
      asks.push((...words) => admin.sendCommand(words))
      ends.push(() => admin.destroy())
    }
  })
  afterAll(async () => {
    for (const end of ends) end()
    await cluster.stop()
  })

  /** How many connections the servers have, beside those by which they are asked. */
  const connections = async (): Promise<number> => {
    const answers = await Promise.all(asks.map((ask) => ask('INFO', 'clients')))
    return answers.reduce<number>((sum, text) => sum + clientsIn(text) - 1, 0)
  }

  test('leaves no connection open, however far it had come with making them', async () => {
    const url = `redis+cluster://${cluster.nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`
    for (const after of [0, 1, 2, 4, 8, 12, 16, 24, 32, 64]) {
      const store = redisStore({ url })
      await new Promise((resolve) => setTimeout(resolve, after))
      await store.close()
    }
    // Those that were being made are made, and closed then.
    const seen: number[] = []
    for (let quiet = 0; quiet < 10; quiet = seen.at(-1) === 0 ? quiet + 1 : 0) {
      seen.push(await connections())
      if (seen.length > 200) break
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(seen.at(-1)).toBe(0)
  })
})
