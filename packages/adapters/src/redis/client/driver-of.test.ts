import { expect, test } from '@jest/globals'
import { driverOf } from './driver-of.ts'
import { connectRedis } from './connect-redis.ts'
import type { RedisClient } from './redis-client.ts'

const method = () => Promise.resolve()
const emitter = { on: method, off: method }
const single = {
  ...emitter,
  isOpen: true,
  isReady: true,
  sendCommand: method,
  connect: method,
  duplicate: method,
}
const cluster = { ...single, masters: [], nodeClient: method }
const ioredis = { ...emitter, status: 'ready', callBuffer: method, disconnect: method, connect: method }

/** As if it were what a caller's types say. */
const asClient = (value: unknown): RedisClient => value as RedisClient

test('a client is known by what it can do', () => {
  expect(driverOf(asClient(single))).toMatchObject({ topology: 'single', native: { library: 'redis' } })
  expect(driverOf(asClient(cluster))).toMatchObject({ topology: 'cluster', native: { library: 'redis' } })
  expect(driverOf(asClient(ioredis))).toMatchObject({ topology: 'single', native: { library: 'ioredis' } })
  const ioredisCluster = { ...ioredis, isCluster: true }
  expect(driverOf(asClient(ioredisCluster))).toMatchObject({ topology: 'cluster' })
})

test('what is no client is refused', () => {
  for (const odd of [undefined, null, 1, 'redis://localhost', {}, { status: 'ready' }, { isReady: true }]) {
    expect(() => driverOf(asClient(odd))).toThrow(TypeError)
  }
})

test('a client that adds a prefix to keys by itself is refused: scripts name keys, too', () => {
  const options = { keyPrefix: 'app:' }
  for (const client of [single, cluster, ioredis]) {
    expect(() => driverOf(asClient({ ...client, options }))).toThrow(/prefix/)
    expect(driverOf(asClient({ ...client, options: { keyPrefix: '' } }))).toBeDefined()
  }
})

test('a URL that is none is refused before anything is connected', () => {
  expect(() => connectRedis({ url: 'localhost:6379' })).toThrow(TypeError)
})
