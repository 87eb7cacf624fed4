import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Store, StoredResponse } from '@cachechart/core'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisCluster, type RedisCluster } from '../servers/redis-cluster.ts'
import { startRedisServer, type RedisServer } from '../servers/redis-server.ts'
import { observedTiers, type ObservedTiers, type TierSettings } from './observed-tiers.ts'
import { clusterSources, singleSources, type MadeSource } from './redis-clients.ts'
import { findText, freshResponse, storeText, untilText, warm } from './stored-text.ts'

type Change = (store: Store, key: string) => Promise<string | undefined>

/** What one process does, and what another finds then; the keys have the labels and the URL. */
const changes = {
  'a deletion': async (store, key) => {
    await store.delete(key)
    return undefined
  },
  'another response': async (store, key) => {
    await storeText(store, key, 'another')
    return 'another'
  },
  'a purge of the key': async (store, key) => {
    await store.purge({ type: 'key', key }, 'remove')
    return undefined
  },
  'a purge of a label': async (store, key) => {
    await store.purge({ type: 'surrogateKey', surrogateKey: `label of ${key}` }, 'remove')
    return undefined
  },
  'a purge of the URL': async (store, key) => {
    await store.purge({ type: 'url', url: `https://example.com/${key}` }, 'remove')
    return undefined
  },
  'a soft purge': async (store, key) => {
    const soften = (head: StoredResponse) => ({ ...head, lifetime: 0 })
    await store.purge({ type: 'surrogateKey', surrogateKey: `label of ${key}` }, soften)
    return 'first, stale'
  },
  'a soft purge of all': async (store) => {
    await store.purge({ type: 'all' }, (head) => ({ ...head, lifetime: 0 }))
    return 'first, stale'
  },
  'a purge of all': async (store) => {
    await store.purge({ type: 'all' }, 'remove')
    return undefined
  },
} satisfies Readonly<Record<string, Change>>

/** Of each kind of message one: of an entry that is gone, of one that has changed, and of the ledger. */
const spotChecks = ['a deletion', 'another response', 'a purge of all'] as const

const response = (key: string) =>
  freshResponse({ surrogateKeys: [`label of ${key}`, 'all'], url: `https://example.com/${key}` })

/** It takes a while: it is begun with what comes before it. */
let starting: Promise<RedisCluster> | undefined

let open: { readonly made: MadeSource; readonly tiers: ObservedTiers }[] = []
let prefixes = 0

/** Two processes that share a Redis. */
async function pair(
  make: () => Promise<MadeSource>,
  settings: TierSettings = {},
): Promise<[ObservedTiers, ObservedTiers]> {
  const prefix = `tiers ${(prefixes += 1)}:`
  const processes = await Promise.all(
    [1, 2].map(async () => {
      const made = await make()
      const tiers = observedTiers(made.source, { ...settings, prefix })
      open.push({ made, tiers })
      return tiers
    }),
  )
  const [one, other] = processes
  if (one === undefined || other === undefined) throw new Error('two were made')
  await Promise.all([one.restored(), other.restored()])
  return [one, other]
}

async function endAll(): Promise<void> {
  for (const { made, tiers } of open) {
    await tiers.store.close()
    await made.end()
  }
  open = []
}

function expectChangesSeen(
  make: () => Promise<MadeSource>,
  {
    seen = spotChecks,
    ...settings
  }: TierSettings & { readonly seen?: readonly (keyof typeof changes)[] } = {},
): void {
  test.each(seen)('%s by one process is seen by the other', async (name) => {
    const change: Change = changes[name]
    const [one, other] = await pair(make, settings)
    await storeText(one.store, 'key', 'first', response('key'))
    await storeText(one.store, 'beside', 'beside', response('beside'))
    expect(await warm(other.store, 'key')).toBe('first')
    expect(await warm(other.store, 'beside')).toBe('beside')
    const expected = await change(one.store, 'key')
    await untilText(other.store, 'key', expected)
    expect((await findText(one.store, 'key')).text).toBe(expected)
    expect(other.problems).toEqual([])
  })
}

describeWithRedis('on one server,', () => {
  let server: RedisServer
  beforeAll(async () => {
    starting = startRedisCluster()
    // Its failure is told when it is its turn.
    starting.catch(() => {})
    server = await startRedisServer()
  })
  afterEach(endAll)
  afterAll(() => server.stop())

  describe('by a URL,', () => {
    const seen = Object.keys(changes) as (keyof typeof changes)[] // its own keys, as they are written
    expectChangesSeen(() => singleSources['a URL'](server.url), { by: 'tracking', seen })
  })

  describe.each(['redis, RESP3', 'redis, RESP2', 'ioredis', 'iovalkey'] as const)('by %s,', (name) => {
    expectChangesSeen(() => singleSources[name](server.url), { by: 'tracking' })
  })

  test('what a purge of a label is not about stays near', async () => {
    const [one, other] = await pair(() => singleSources['a URL'](server.url))
    for (const key of ['key', 'beside']) {
      await storeText(one.store, key, key, response(key))
      await warm(other.store, key)
    }
    await one.store.purge({ type: 'surrogateKey', surrogateKey: 'label of key' }, 'remove')
    await untilText(other.store, 'key', undefined)
    expect((await findText(other.store, 'beside')).from).toBe('near')
  })
})

describeWithRedis('on one server by keyspace messages,', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedisServer()
  })
  afterEach(endAll)
  afterAll(() => server.stop())

  describe.each(['a URL', 'redis, RESP2', 'ioredis'] as const)('by %s,', (name) => {
    expectChangesSeen(() => singleSources[name](server.url), { by: 'keyspace', keyspace: 'enable' })
  })
})

describeWithRedis('on a cluster,', () => {
  let cluster: RedisCluster
  beforeAll(async () => {
    cluster = await (starting ?? startRedisCluster())
  })
  afterEach(endAll)
  afterAll(() => cluster.stop())

  describe.each(Object.entries(clusterSources))('by %s,', (_, make) => {
    expectChangesSeen(() => make(cluster))
  })
})
