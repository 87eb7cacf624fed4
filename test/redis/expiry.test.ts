import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { redisStore, type RedisStore } from '@cachechart/adapters/redis'
import { sampleResponse } from '@cachechart/core/testing'
import { createClient } from 'redis'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisServer, type RedisServer } from '../servers/redis-server.ts'
import { bytesOf, put, textsOf } from './store-steps.ts'

const day = 86_400_000
const large = new Uint8Array(300_000)

describeWithRedis('how long keys live in Redis', () => {
  let server: RedisServer
  let store: RedisStore
  let admin: ReturnType<typeof createClient>
  beforeAll(async () => {
    server = await startRedisServer()
    admin = createClient({ url: server.url })
    await admin.connect()
    store = redisStore({ url: server.url })
  })
  afterAll(async () => {
    await store.close()
    admin.destroy()
    await server.stop()
  })

  /** The remaining lives of the keys whose names end so, in milliseconds; -1: for ever. */
  const livesOf = async (ending: RegExp): Promise<readonly number[]> => {
    const names = (await admin.keys('cachechart:*')).filter((name) => ending.test(name))
    return Promise.all(names.map((name) => admin.pTTL(name)))
  }
  const begin = () => admin.flushAll()

  test('an entry lives for as long as it may be used, and its large body with it', async () => {
    await begin()
    const now = Date.now()
    const times = { requestTime: now, responseTime: now, date: now, initialAge: 0 }
    const response = sampleResponse({ ...times, lifetime: 3600, staleIfError: 7 * 86_400 })
    await put(store, { key: 'key', body: large, response })
    const lives = await livesOf(/:entry:|:body:/)
    expect(lives).toHaveLength(2)
    for (const life of lives) {
      expect(life).toBeGreaterThan(3_600_000 + 7 * day - 60_000)
      expect(life).toBeLessThanOrEqual(3_600_000 + 7 * day + 1000)
    }
  })

  test('an entry that may not be served stale is kept for validation, for a day, or as it is told', async () => {
    await begin()
    await put(store, { key: 'key', body: 'body' })
    const [life = 0] = await livesOf(/:entry:/)
    expect(Math.abs(life - day)).toBeLessThan(60_000)
    await begin()
    const short = redisStore({ url: server.url, keep: 60 })
    await put(short, { key: 'key', body: 'body' })
    const [shorter = 0] = await livesOf(/:entry:/)
    expect(shorter).toBeGreaterThan(50_000)
    expect(shorter).toBeLessThanOrEqual(60_000)
    await short.close()
  })

  test('every key but the ledger has an end', async () => {
    await begin()
    const lease = { key: 'key', variant: '', token: 1 }
    const response = sampleResponse({ surrogateKeys: ['label'], url: 'https://example.com/' })
    await put(store, { key: 'key', body: large, response, claim: { lease } })
    await put(store, { key: 'key', body: large, response })
    await store.purge({ type: 'surrogateKey', surrogateKey: 'label' }, (head) => head)
    await store.delete('another key')
    expect(await livesOf(/:entry:|:(fence|index|generation|index-generation)$|:body:/)).not.toContain(-1)
    expect(await livesOf(/:ledger$/)).toEqual([-1])
  })

  test('pieces of a body that is not committed run out soon, and go at once when it is given up', async () => {
    await begin()
    const writer = store.put('key', sampleResponse())
    await writer.write(large)
    const [life = 0] = await livesOf(/:body:/)
    expect(life).toBeGreaterThan(0)
    expect(life).toBeLessThanOrEqual(60_000)
    writer.abort()
    // Nothing says that it is done; another command for the same server comes after it.
    await store.get('key')
    await expect(livesOf(/:body:/)).resolves.toEqual([])
  })

  test('a body that has run out before it is committed is not found, and its writer is told', async () => {
    await begin()
    const writer = store.put('key', sampleResponse())
    await writer.write(large)
    for (const name of await admin.keys('*:body:*')) await admin.del(name)
    await expect(writer.commit()).rejects.toMatchObject({ name: 'StoreError', code: 'ERR_STORE_FAILED' })
    expect((await store.get('key')).type).toBe('miss')
  })

  test('the body of what was replaced or removed stays for those who read it, for a while', async () => {
    await begin()
    await put(store, { key: 'key', body: large })
    const found = await store.get('key')
    const [entry] = found.type === 'hit' ? found.variants : []
    await put(store, { key: 'key', body: 'small' })
    const [life = 0] = await livesOf(/:body:/)
    expect(life).toBeGreaterThan(50_000)
    expect(life).toBeLessThanOrEqual(60_000)
    expect(await bytesOf(await entry?.open())).toHaveLength(large.length)
    expect(await textsOf(store, 'key')).toEqual(['small'])
  })

  test('a body that runs out while it is read ends with an error, and never short or mixed', async () => {
    await begin()
    await put(store, { key: 'key', body: new Uint8Array(1024 * 1024) })
    const found = await store.get('key')
    const body = found.type === 'hit' ? await found.variants[0]?.open() : undefined
    const pieces = body?.[Symbol.asyncIterator]()
    await pieces?.next()
    await admin.flushAll()
    await expect(
      (async () => {
        for (;;) if ((await pieces?.next())?.done === true) return 'the end'
      })(),
    ).rejects.toMatchObject({ name: 'StoreError', code: 'ERR_STORE_FAILED' })
  })

  test('an entry whose body was evicted opens none', async () => {
    await begin()
    await put(store, { key: 'key', body: large })
    for (const name of await admin.keys('*:body:*')) await admin.del(name)
    const found = await store.get('key')
    expect(found.type === 'hit' ? await found.variants[0]?.open() : 'a miss').toBeUndefined()
  })

  test('of too many variants the oldest makes room, and its body runs out', async () => {
    await begin()
    const few = redisStore({ url: server.url, maxVariants: 2 })
    for (const [index, language] of ['de', 'en', 'fr'].entries()) {
      const response = sampleResponse({
        vary: ['accept-language'],
        varied: [language],
        date: 1_700_000_000_000 + index,
      })
      await put(few, { key: 'key', body: language, response })
    }
    expect(await textsOf(few, 'key')).toEqual(['fr', 'en'])
    await few.close()
  })
})
