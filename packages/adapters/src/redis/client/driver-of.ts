import { IoredisDriver } from './ioredis-driver.ts'
import { NodeRedisClusterDriver } from './node-redis-cluster-driver.ts'
import { NodeRedisDriver } from './node-redis-driver.ts'
import type { IoredisClient, NodeRedisClient, NodeRedisCluster, RedisClient } from './redis-client.ts'
import type { RedisDriver } from './redis-driver.ts'

const hasMethods = (value: object, ...names: string[]): boolean =>
  names.every((name) => name in value && typeof Reflect.get(value, name) === 'function')

const isIoredis = (client: RedisClient): client is IoredisClient =>
  'status' in client && hasMethods(client, 'callBuffer', 'disconnect', 'on', 'off')

const isCluster = (client: RedisClient): client is NodeRedisCluster =>
  'masters' in client && hasMethods(client, 'sendCommand', 'nodeClient', 'connect', 'duplicate')

const isSingle = (client: RedisClient): client is NodeRedisClient =>
  'isReady' in client && hasMethods(client, 'sendCommand', 'connect', 'duplicate', 'on', 'off')

/** The prefix that a client adds to keys by itself: scripts that make names of keys would miss it. */
const prefixOf = (client: RedisClient): unknown => {
  const options: unknown = Reflect.get(client, 'options') ?? Reflect.get(client, '_options')
  return typeof options === 'object' && options !== null ? Reflect.get(options, 'keyPrefix') : undefined
}

/**
 * The driver for a client that was handed in.
 * @throws TypeError when it is no client that is known, or adds a prefix to keys
 */
export function driverOf(client: RedisClient): RedisDriver {
  if (typeof client !== 'object' || client === null) throw new TypeError(`no Redis client: ${String(client)}`)
  const prefix = prefixOf(client)
  if (prefix !== undefined && prefix !== null && prefix !== '')
    throw new TypeError('the Redis client adds a prefix to keys: leave it to the option `prefix` instead')
  if (isIoredis(client)) return new IoredisDriver(client)
  if (isCluster(client)) return new NodeRedisClusterDriver(client)
  if (isSingle(client)) return new NodeRedisDriver(client)
  throw new TypeError('a client of redis (5 or 6), ioredis or iovalkey was expected')
}
