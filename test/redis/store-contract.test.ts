import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { redisStore, type RedisClient, type RedisStoreOptions } from '@cachechart/adapters/redis'
import { storeContract } from '@cachechart/core/testing'
import { Cluster as IoredisCluster, Redis as Ioredis } from 'ioredis'
import { Redis as Iovalkey } from 'iovalkey'
import { createClient, createCluster } from 'redis'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisCluster, type RedisCluster } from '../servers/redis-cluster.ts'
import { startRedisServer, type RedisServer } from '../servers/redis-server.ts'
import { spotChecksOf } from './spot-checks.ts'

const maxEntryBytes = 1024 * 1024

type Options = Partial<RedisStoreOptions>

/** Which promises are tried: all, or those by which clients could differ. */
type Extent = 'all' | 'spot checks'

let made = 0

/** Every case with a store of its own prefix: it does not see the keys of the case before. */
const contractOf = (options: () => RedisStoreOptions, extent: Extent) => {
  const makeStore = () => {
    made += 1
    return redisStore({ ...options(), prefix: `contract ${made}:`, maxEntryBytes })
  }
  const cases = storeContract(makeStore, { keeps: 'elsewhere', maxBodyBytes: maxEntryBytes })
  const tried = extent === 'all' ? cases : spotChecksOf(cases)
  return tried.map(({ name, run }) => [name, run] as const)
}

const endOf = async (client: RedisClient): Promise<void> => {
  if ('status' in client) client.disconnect()
  else await client.close()
}

/** A client that is made once, and how it is made. */
const clientFor = (make: () => RedisClient) => {
  let client: RedisClient | undefined
  beforeAll(async () => {
    client = make()
    if (!('status' in client)) await client.connect()
  })
  afterAll(async () => {
    if (client !== undefined) await endOf(client)
  })
  return () => {
    if (client === undefined) throw new Error('the client has not been made')
    return client
  }
}

const expectPromises = (options: () => RedisStoreOptions, extent: Extent) => {
  test.each(contractOf(options, extent))('%s', async (_, run) => {
    await expect(run()).resolves.toBeUndefined()
  })
}

/** It takes a while: it is begun with what comes before it. */
let starting: Promise<RedisCluster> | undefined

describeWithRedis('the store contract on one server', () => {
  let server: RedisServer
  beforeAll(async () => {
    starting = startRedisCluster()
    // Its failure is told when it is its turn.
    starting.catch(() => {})
    server = await startRedisServer()
  })
  afterAll(() => server.stop())

  const byUrl: readonly [string, Options, Extent][] = [
    ['by a URL', {}, 'all'],
    ['by a URL, compressed by zstd', { compress: 'zstd' }, 'spot checks'],
    ['by a URL, compressed by gzip', { compress: 'gzip' }, 'spot checks'],
  ]
  describe.each(byUrl)('%s', (_, options, extent) => {
    expectPromises(() => ({ ...options, url: server.url }), extent)
  })

  const byClient: readonly [string, () => RedisClient][] = [
    ['by a client of redis, RESP 2', () => createClient({ url: server.url, RESP: 2 })],
    ['by a client of redis, RESP 3', () => createClient({ url: server.url, RESP: 3 })],
    ['by a client of ioredis, RESP 2', () => new Ioredis(server.url, { protocol: 2 })],
    ['by a client of ioredis, RESP 3', () => new Ioredis(server.url, { protocol: 3 })],
    ['by a client of iovalkey', () => new Iovalkey(server.url)],
  ]
  describe.each(byClient)('%s', (_, make) => {
    const client = clientFor(make)
    expectPromises(() => ({ client: client() }), 'spot checks')
  })
})

describeWithRedis('the store contract on a cluster', () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await (starting ?? startRedisCluster())
  })
  afterAll(() => cluster.stop())

  const hosts = () => cluster.nodes.map(({ port }) => ({ host: '127.0.0.1', port }))

  describe('by a URL, compressed by zstd', () => {
    const addresses = () =>
      hosts()
        .map(({ host, port }) => `${host}:${port}`)
        .join(',')
    expectPromises(() => ({ url: `redis+cluster://${addresses()}`, compress: 'zstd' }), 'all')
  })

  const byClient: readonly [string, () => RedisClient][] = [
    [
      'by a client of redis',
      () => createCluster({ rootNodes: hosts().map((socket) => ({ socket })), RESP: 2 }),
    ],
    ['by a client of ioredis', () => new IoredisCluster(hosts())],
  ]
  describe.each(byClient)('%s', (_, make) => {
    const client = clientFor(make)
    expectPromises(() => ({ client: client() }), 'spot checks')
  })
})
