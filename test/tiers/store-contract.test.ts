import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { redisInvalidations, redisStore } from '@cachechart/adapters/redis'
import { memoryStore, systemClock, tieredStore, type InspectableStore } from '@cachechart/core'
import { storeContract } from '@cachechart/core/testing'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { spotChecksOf } from '../redis/spot-checks.ts'
import { startRedisCluster, type RedisCluster } from '../servers/redis-cluster.ts'
import { startRedisServer, type RedisServer } from '../servers/redis-server.ts'
import { clusterSources, singleSources, type MadeSource } from './redis-clients.ts'

const maxEntryBytes = 1024 * 1024

/** In the time that the contract's responses are of: they are fresh then, and come to be near. */
const begun = Date.now()
const clock = { ...systemClock, now: () => 1_700_000_001_000 + Date.now() - begun }

let prefixes = 0

/** Every case with a prefix of its own, and a near tier that is told of changes. */
async function makeTiers({ source }: MadeSource): Promise<InspectableStore> {
  const prefix = `contract of tiers ${(prefixes += 1)}:`
  const inner = redisInvalidations({ ...source, prefix })
  const heard = Promise.withResolvers<void>()
  const store = tieredStore({
    near: memoryStore(),
    far: redisStore({ ...source, prefix, maxEntryBytes, clock }),
    invalidations: {
      tagOf: (key) => inner.tagOf(key),
      start: (listener) =>
        inner.start({
          invalidate: (tag) => listener.invalidate(tag),
          invalidateAll: () => listener.invalidateAll(),
          lost: () => listener.lost(),
          restored: () => {
            listener.restored()
            heard.resolve()
          },
        }),
    },
    clock,
  })
  await heard.promise
  return store
}

/** All of them; or those by which clients could differ. */
function expectPromises(make: () => Promise<MadeSource>, extent: 'all' | 'spot checks'): void {
  let made: MadeSource | undefined
  beforeAll(async () => {
    made = await make()
  })
  afterAll(() => made?.end())
  const makeStore = () => {
    if (made === undefined) throw new Error('the client has not been made')
    return makeTiers(made)
  }
  const cases = storeContract(makeStore, { keeps: 'elsewhere', maxBodyBytes: maxEntryBytes })
  test.each(extent === 'all' ? cases : spotChecksOf(cases))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
}

/** It takes a while: it is begun with what comes before it. */
let starting: Promise<RedisCluster> | undefined

describeWithRedis('the store contract, memory in front of one server,', () => {
  let server: RedisServer
  beforeAll(async () => {
    starting = startRedisCluster()
    // Its failure is told when it is its turn.
    starting.catch(() => {})
    server = await startRedisServer()
  })
  afterAll(() => server.stop())

  describe.each([
    ['a URL', 'all'],
    ['ioredis', 'spot checks'],
  ] as const)('by %s:', (name, extent) => {
    expectPromises(() => singleSources[name](server.url), extent)
  })
})

describeWithRedis('the store contract, memory in front of a cluster,', () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await (starting ?? startRedisCluster())
  })
  afterAll(() => cluster.stop())

  describe.each(['redis', 'ioredis'] as const)('by %s:', (name) => {
    expectPromises(() => clusterSources[name](cluster), 'spot checks')
  })
})
