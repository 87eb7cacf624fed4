import { afterAll, beforeAll, describe } from '@jest/globals'
import { Cluster } from 'ioredis'
import { createClient, createCluster } from 'redis'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisCluster, type RedisCluster } from '../servers/redis-cluster.ts'
import { holdToContract } from './hold-to-contract.ts'

/** A node may serve what it has before it knows what the others have. */
const knowsAllSlots = async (url: string): Promise<void> => {
  const node = await createClient({ url }).connect()
  while (!(await node.clusterInfo()).includes('cluster_slots_assigned:16384'))
    await new Promise((resolve) => setTimeout(resolve, 20))
  node.destroy()
}

describeWithRedis('leases on a cluster keep the contract,', () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await startRedisCluster()
    await Promise.all(cluster.urls.map(knowsAllSlots))
  })
  afterAll(() => cluster.stop())

  describe('each by a URL of its own:', () => {
    holdToContract(() => {
      const places = cluster.urls.map((url) => new URL(url).host)
      return { source: { url: `redis+cluster://${places.join(',')}` }, end: () => undefined }
    }, 'all')
  })

  describe('by one client of redis:', () => {
    holdToContract(async () => {
      const client = createCluster({ rootNodes: cluster.urls.map((url) => ({ url })) })
      client.setMaxListeners(0)
      await client.connect()
      return { source: { client }, end: () => client.destroy() }
    }, 'spot checks')
  })

  describe('by one client of ioredis:', () => {
    holdToContract(() => {
      const client = new Cluster([...cluster.urls]).setMaxListeners(0)
      return { source: { client }, end: () => client.disconnect() }
    }, 'spot checks')
  })
})
