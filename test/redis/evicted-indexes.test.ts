import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { redisStore, type RedisStore } from '@cachechart/adapters/redis'
import type { PurgeChange, StoredResponse } from '@cachechart/core'
import { sampleResponse } from '@cachechart/core/testing'
import { createClient } from 'redis'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisServer, type RedisServer } from '../servers/redis-server.ts'
import { put } from './store-steps.ts'

const soften = (response: StoredResponse): StoredResponse => ({ ...response, lifetime: 0 })
const url = 'http://example.com/page'

describeWithRedis('a Redis server that has made room', () => {
  let server: RedisServer
  let store: RedisStore
  let admin: ReturnType<typeof createClient>
  beforeAll(async () => {
    server = await startRedisServer()
    admin = createClient({ url: server.url })
    await admin.connect()
    store = redisStore({ url: server.url })
    await admin.configSet('maxmemory-policy', 'volatile-lru')
    await admin.set('filler', 'x'.repeat(100_000), { EX: 60 })
    await admin.configSet('maxmemory', '1')
    await admin.set('more', '').catch(() => undefined)
    await admin.configSet('maxmemory', '0')
  })
  afterAll(async () => {
    await store.close()
    admin.destroy()
    await server.stop()
  })

  test.each<[string, PurgeChange]>([
    ['removed', 'remove'],
    ['made stale', soften],
  ])('lets what has a label be %s, though its index went first', async (_how, change) => {
    expect(await admin.info('stats')).toMatch(/^evicted_keys:[1-9]/m)
    const response = sampleResponse({ surrogateKeys: ['a "label"'], url })
    for (const key of ['one', 'two']) await put(store, { key, body: 'body', response })
    await put(store, { key: 'other', body: 'body' })
    // Whoever reads entries does not touch their indexes: these are what was not used for the longest.
    await admin.unlink(await admin.keys('cachechart:{*}:index'))
    expect(await store.purge({ type: 'surrogateKey', surrogateKey: 'a "label"' }, change)).toBe(2)
    expect(await store.purge({ type: 'url', url }, change)).toBe(change === 'remove' ? 0 : 2)
    const [one, other] = [await store.get('one'), await store.get('other')]
    expect(one.type === 'hit' ? one.variants[0]?.response.lifetime : 0).toBe(0)
    expect(other.type).toBe('hit')
  })
})
