import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { redisStore, type RedisStore } from '@cachechart/adapters/redis'
import { sampleResponse } from '@cachechart/core/testing'
import { createClient } from 'redis'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisServer, type RedisServer } from '../servers/redis-server.ts'
import { momentOf, put, textsOf } from './store-steps.ts'

const ledger = 'cachechart:{purges}:ledger'
const large = new Uint8Array(600_000)

describeWithRedis('what others have damaged in Redis', () => {
  let server: RedisServer
  let store: RedisStore
  let admin: ReturnType<typeof createClient>
  let told: string[] = []
  beforeAll(async () => {
    server = await startRedisServer()
    admin = createClient({ url: server.url })
    await admin.connect()
  })
  beforeEach(async () => {
    await admin.flushAll()
    told = []
    store = redisStore({ url: server.url, onRejected: ({ key, reason }) => told.push(`${key}: ${reason}`) })
  })
  afterEach(() => store.close())
  afterAll(async () => {
    admin.destroy()
    await server.stop()
  })

  const bodyNames = () => admin.keys('*:body:*')
  const opened = async () => {
    const found = await store.get('key')
    return found.type === 'hit' ? found.variants[0]?.open() : undefined
  }
  const readAll = async (body: Awaited<ReturnType<typeof opened>>): Promise<number> => {
    let length = 0
    for await (const chunk of body ?? []) length += chunk.length
    return length
  }

  test('a body that breaks off does so once: its entry is removed, and counted', async () => {
    await put(store, { key: 'key', body: large })
    const [name = ''] = await bodyNames()
    await admin.hDel(name, '3')
    await expect(readAll(await opened())).rejects.toMatchObject({ code: 'ERR_STORE_FAILED' })
    expect((await store.get('key')).type).toBe('miss')
    expect(told).toEqual(['key: piece 3 of its body is missing, or not as its record says'])
  })

  test('an entry that has taken the place of one whose body breaks off stays', async () => {
    await put(store, { key: 'key', body: large })
    const body = await opened()
    const [name = ''] = await bodyNames()
    await put(store, { key: 'key', body: 'new' })
    await admin.hDel(name, '3')
    await expect(readAll(body)).rejects.toMatchObject({ code: 'ERR_STORE_FAILED' })
    expect(await textsOf(store, 'key')).toEqual(['new'])
    expect(told).toEqual([])
  })

  test('a body that was evicted is missing, and so is its entry then; that is no damage', async () => {
    await put(store, { key: 'key', body: large })
    for (const name of await bodyNames()) await admin.del(name)
    expect(await opened()).toBeUndefined()
    expect((await store.get('key')).type).toBe('miss')
    expect(told).toEqual([])
  })

  test.each([
    ['of text', { sequence: 'x' }],
    ['that no number can hold', { sequence: '9'.repeat(400) }],
    ['that are infinite', { sequence: 'inf', floor: 'inf', barrier: 'inf' }],
    ['below zero', { sequence: '-1' }],
    ['that contradict each other', { floor: '8999999999999999' }],
  ])('a ledger of numbers %s is begun anew, once, and counted', async (_, fields: Record<string, string>) => {
    const before = await momentOf(store)
    await put(store, { key: 'key', body: 'old' })
    await admin.hSet(ledger, fields)
    expect((await store.get('key')).type).toBe('miss')
    expect(told).toEqual([`${ledger}: the ledger of purges was not to be believed`])
    const after = await momentOf(store)
    expect(Number(after)).toBeGreaterThan(Number(before))
    expect(await put(store, { key: 'key', body: 'late', claim: { moment: before } })).toBe('refused')
    expect(await put(store, { key: 'key', body: 'new', claim: { moment: after } })).toBe('stored')
    expect(await textsOf(store, 'key')).toEqual(['new'])
    expect(await store.purge({ type: 'all' }, 'remove')).toBe(1)
    expect(told).toHaveLength(1)
  })

  test('a purge counts a ledger that it has begun anew', async () => {
    await put(store, { key: 'key', body: 'old' })
    await admin.hSet(ledger, 'sequence', '9'.repeat(400))
    await store.purge({ type: 'all' }, 'remove')
    expect(store.rejectedValues).toBe(1)
    expect(await put(store, { key: 'key', body: 'new' })).toBe('stored')
  })

  test('a head that announces the length of another body is a counted miss', async () => {
    const response = sampleResponse({ fields: ['Content-Length', '4'] })
    await put(store, { key: 'key', body: 'body', response })
    expect(await textsOf(store, 'key')).toEqual(['body'])
    const [name = ''] = await admin.keys('cachechart:entry:*')
    const head = (await admin.hGet(name, 'h:-')) ?? ''
    await admin.hSet(name, 'h:-', head.replace('"4"', '"40"'))
    expect((await store.get('key')).type).toBe('miss')
    expect(store.rejectedValues).toBe(1)
  })

  test('who only counts or lists what is stored has looked nothing up: nothing is counted', async () => {
    await put(store, { key: 'key', body: 'body' })
    await put(store, { key: 'sound', body: 'sound' })
    for (const name of await admin.keys('cachechart:entry:*'))
      if ((await admin.hGet(name, 'k')) === 'key') await admin.hSet(name, 'h:-', '{}')
    const keys: string[] = []
    for await (const { key } of store.entries()) keys.push(key)
    expect(keys).toEqual(['sound'])
    expect((await store.statistics()).rejectedValues).toBe(0)
    await store.get('key')
    expect((await store.statistics()).rejectedValues).toBe(1)
  })
})
