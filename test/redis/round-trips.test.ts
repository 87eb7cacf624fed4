import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { redisStore, type RedisStore } from '@cachechart/adapters/redis'
import { sampleResponse } from '@cachechart/core/testing'
import { createClient } from 'redis'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { startRedisServer, type RedisServer } from '../servers/redis-server.ts'
import { bytesOf, momentOf, put } from './store-steps.ts'

describeWithRedis('what a store on Redis sends', () => {
  let server: RedisServer
  let store: RedisStore
  let admin: ReturnType<typeof createClient>
  beforeAll(async () => {
    server = await startRedisServer()
    admin = createClient({ url: server.url })
    await admin.connect()
    store = redisStore({ url: server.url })
    // The server learns the scripts, and the ledger begins.
    await put(store, { key: 'first', body: 'body', response: sampleResponse({ surrogateKeys: ['label'] }) })
    await store.purge({ type: 'surrogateKey', surrogateKey: 'label' }, 'remove')
    await store.delete('first')
  })
  afterAll(async () => {
    await store.close()
    admin.destroy()
    await server.stop()
  })

  /** How often each command was called while something was done: not those that scripts call. */
  const sentBy = async (task: () => Promise<unknown>): Promise<readonly string[]> => {
    const sent: string[] = []
    const monitor = admin.duplicate()
    await monitor.connect()
    await monitor.monitor((line) => {
      if (/ lua\]/.test(line)) return
      sent.push(/^\S+ \[[^\]]*\] "([^"]*)"/.exec(line)?.[1] ?? line)
    })
    await task()
    // What the monitor is told comes in order: this comes after all that the task has sent.
    const last = Promise.withResolvers<void>()
    const look = setInterval(() => {
      if (sent.includes('ECHO')) last.resolve()
    }, 1)
    await admin.sendCommand(['ECHO', 'the end'])
    await last.promise
    clearInterval(look)
    monitor.destroy()
    return sent.filter((command) => command !== 'ECHO')
  }

  test('a hit with a small body asks for its entry and for the ledger, at once, and for nothing else', async () => {
    await put(store, { key: 'small', body: 'hello' })
    const sent = await sentBy(async () => {
      const found = await store.get('small')
      const [entry] = found.type === 'hit' ? found.variants : []
      expect((await bytesOf(await entry?.open())).toString()).toBe('hello')
    })
    expect(sent.toSorted()).toEqual(['HGETALL', 'HMGET'])
  })

  test('a hundred hits at once ask for the ledger once', async () => {
    const keys = Array.from({ length: 100 }, (_, index) => `one of many ${index}`)
    const sent = await sentBy(() => Promise.all(keys.map((key) => store.get(key))))
    expect(sent.filter((command) => command === 'HMGET')).toHaveLength(1)
    expect(sent).toHaveLength(101)
  })

  test('a hit with a large body asks for each piece once', async () => {
    await put(store, { key: 'large', body: new Uint8Array(1024 * 1024) })
    const sent = await sentBy(async () => {
      const found = await store.get('large')
      const [entry] = found.type === 'hit' ? found.variants : []
      expect(await bytesOf(await entry?.open())).toHaveLength(1024 * 1024)
    })
    expect(sent.filter((command) => command === 'HGET')).toHaveLength(8)
    expect(sent).toHaveLength(10)
  })

  test('a small body is written by one script, after a look at the ledger; each label takes one more', async () => {
    const plain = await sentBy(() => put(store, { key: 'plain', body: 'body' }))
    expect(plain).toEqual(['HMGET', 'EVALSHA'])
    const response = sampleResponse({ surrogateKeys: ['a', 'b'] })
    const labelled = await sentBy(() => put(store, { key: 'labelled', body: 'body', response }))
    expect(labelled).toEqual(['HMGET', 'EVALSHA', 'EVALSHA', 'EVALSHA'])
  })

  test('a claim takes nothing more', async () => {
    const moment = await momentOf(store)
    const lease = { key: 'claimed', variant: '', token: 1 }
    const sent = await sentBy(() => put(store, { key: 'claimed', body: 'body', claim: { moment, lease } }))
    expect(sent).toEqual(['HMGET', 'EVALSHA'])
  })

  test('a purge of a key takes two scripts', async () => {
    await put(store, { key: 'purged', body: 'body' })
    const sent = await sentBy(() => store.purge({ type: 'key', key: 'purged' }, 'remove'))
    expect(sent).toEqual(['EVALSHA', 'EVALSHA'])
  })

  test('a server that has lost the scripts is told them again', async () => {
    await admin.sendCommand(['SCRIPT', 'FLUSH'])
    expect(await put(store, { key: 'flushed', body: 'body' })).toBe('stored')
    const sent = await sentBy(() => put(store, { key: 'flushed', body: 'body' }))
    expect(sent).toEqual(['HMGET', 'EVALSHA'])
  })
})
