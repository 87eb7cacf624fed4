import { afterAll, beforeAll, describe } from '@jest/globals'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisServer, type RedisServer } from '../servers/redis-server.ts'
import { holdToContract } from './hold-to-contract.ts'

describeWithRedis('leases on one server keep the contract,', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedisServer()
  })
  afterAll(() => server.stop())

  describe('each by a URL of its own:', () => {
    holdToContract(() => ({ source: { url: server.url }, end: () => undefined }), 'all')
  })

  describe.each([2, 3] as const)('by one client of redis that speaks RESP%i:', (RESP) => {
    holdToContract(async () => {
      const client = createClient({ url: server.url, RESP })
      client.setMaxListeners(0)
      await client.connect()
      return { source: { client }, end: () => client.destroy() }
    }, 'spot checks')
  })

  describe('by one client of ioredis:', () => {
    holdToContract(() => {
      const client = new Redis(server.url).setMaxListeners(0)
      return { source: { client }, end: () => client.disconnect() }
    }, 'spot checks')
  })
})
