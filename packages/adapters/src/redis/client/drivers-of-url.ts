import type { Millis } from '@cachechart/core'
import { StoreError } from '@cachechart/core'
import { backoffDelay } from './backoff-delay.ts'
import { NodeRedisClusterDriver } from './node-redis-cluster-driver.ts'
import { NodeRedisDriver } from './node-redis-driver.ts'
import { parseRedisUrl, type RedisPlace } from './parse-redis-url.ts'
import type { NodeRedisClient, NodeRedisCluster, RedisLink } from './redis-client.ts'
import type { RedisDriver } from './redis-driver.ts'

/** As much of the package as is used here: what 5 and 6 have in common. */
interface RedisPackage {
  createClient(options: object): NodeRedisClient
  createCluster(options: object): NodeRedisCluster
  createSentinel(options: object): NodeRedisClient
}

/** What a URL leads to, and a way to make drivers, each a client of its own. */
interface DriversOfUrl {
  readonly topology: RedisLink['topology']
  readonly make: () => Promise<RedisDriver>
}

/** @throws TypeError when it is no such URL */
export function driversOfUrl(url: string, connectTimeout: Millis): DriversOfUrl {
  const place = parseRedisUrl(url)
  return {
    topology: place.topology === 'cluster' ? 'cluster' : 'single',
    make: async () => driverOfPlace(await redisPackage(), place, connectTimeout),
  }
}

async function redisPackage(): Promise<RedisPackage> {
  try {
    return await import('redis')
  } catch (error) {
    const message = 'a Redis URL needs the package redis (5 or 6): install it, or hand a client in'
    throw new StoreError('ERR_STORE_FAILED', message, { cause: error })
  }
}

function driverOfPlace(redis: RedisPackage, place: RedisPlace, connectTimeout: Millis): RedisDriver {
  const { addresses, database, name } = place
  const client = clientOptions(place, connectTimeout)
  switch (place.topology) {
    case 'single':
      return new NodeRedisDriver(
        redis.createClient({ ...client, socket: socketOf(place, client.socket), database }),
      )
    case 'cluster': {
      // One that is dead is not waited for: another is asked.
      const socket = { ...client.socket, reconnectStrategy: false }
      const rootNodes = addresses.map((address) => ({ ...client, socket: { ...socket, ...address } }))
      return new NodeRedisClusterDriver(redis.createCluster({ rootNodes, defaults: client }))
    }
    case 'sentinel':
      return new NodeRedisDriver(
        redis.createSentinel({
          name,
          sentinelRootNodes: addresses,
          nodeClientOptions: { ...client, database },
        }),
      )
  }
}

function clientOptions({ username, password, transport }: RedisPlace, connectTimeout: Millis) {
  return {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    // What is not sent now fails now: a cache has the origin to ask.
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
    socket: {
      connectTimeout,
      reconnectStrategy: (attempt: number) => backoffDelay(attempt),
      ...(transport === 'tls' ? { tls: true } : {}),
    },
  }
}

function socketOf({ addresses: [address], path }: RedisPlace, socket: object): object {
  return path === undefined ? { ...socket, ...address } : { ...socket, path, tls: false }
}
