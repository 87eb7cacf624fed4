import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createClient, createCluster } from 'redis'
import { describeWithRedis } from './describe-with-redis.ts'
import { startRedisCluster, type RedisCluster } from './redis-cluster.ts'

describeWithRedis('a private cluster', () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await startRedisCluster()
  })
  afterAll(() => cluster.stop())

  test('serves every slot, a third on each of its nodes', async () => {
    const client = createCluster({ rootNodes: cluster.urls.map((url) => ({ url })) })
    await client.connect()
    for (let index = 0; index < 100; index += 1) await client.set(`key-${index}`, String(index))
    expect(await client.get('key-99')).toBe('99')
    await client.close()
    const counts = cluster.nodes.map(async ({ url }) => {
      const node = await createClient({ url }).connect()
      const count = await node.dbSize()
      await node.close()
      return count
    })
    const [first = 0, second = 0, third = 0] = await Promise.all(counts)
    expect(first + second + third).toBe(100)
    expect(Math.min(first, second, third)).toBeGreaterThan(10)
  })
})
