import {
  systemClock,
  type Clock,
  type Millis,
  type NearTierInvalidations,
  type StoreError,
} from '@cachechart/core'
import { connectRedis, type RedisSource } from '../client/connect-redis.ts'
import { redisNames } from '../client/redis-names.ts'
import type { FeedMeans } from './feed.ts'
import { InvalidationSource } from './invalidation-source.ts'
import type { KeyspaceSetting } from './keyspace-events.ts'

/** How changes are heard of, beside where. */
interface RedisInvalidationsSettings {
  /** What the names of all keys begin with: the store's. Default `cachechart:`. */
  readonly prefix?: string
  /**
   * How the server tells of changes: by client tracking in broadcasting mode (Redis 6, Valkey), or by keyspace messages. Default:
   * the first, and the second where the server refuses it.
   */
  readonly by?: FeedMeans
  /**
   * Whether `notify-keyspace-events` is as keyspace messages need it: that is checked, assumed, or seen to by CONFIG SET.
   * Default `check`.
   */
  readonly keyspace?: KeyspaceSetting
  /** How often each connection is asked whether it is still there, in milliseconds. Default 500. */
  readonly pingEvery?: Millis
  /** How long the answer may take. A connection that has gone silent is noticed after both together. Default 500. */
  readonly pingWithin?: Millis
  /** How long a connection may take to be made, in milliseconds. Default 2000. */
  readonly connectTimeout?: Millis
  /** Told each time when changes are not heard of any more, or still not, and why. It may not throw. */
  readonly onLost?: (error: StoreError) => void
  /** By which connections are watched. Default: the platform's. */
  readonly clock?: Clock
}

/** Where changes are heard of, and how. */
export type RedisInvalidationsOptions = RedisSource & RedisInvalidationsSettings

/**
 * Tells the near tier of a `tieredStore` what others change in the `redisStore` behind it, by connections of its own: one for
 * each server that holds keys.
 *
 * It never fails: while changes cannot be heard of it says so, and tries again, with growing pauses of up to 2 s.
 *
 * @throws TypeError for a URL, or a client, that is none; or a prefix with braces
 * @throws RangeError for a time that is not more than 0
 * @example
 * import { redisStore } from '@cachechart/adapters/redis'
 * const url = 'redis://localhost:6379'
 * const invalidations = redisInvalidations({ url, pingEvery: 1000 })
 * const store = tieredStore({ near: memoryStore(), far: redisStore({ url }), invalidations })
 * await store.close()
 */
export function redisInvalidations(options: RedisInvalidationsOptions): NearTierInvalidations {
  const { prefix = 'cachechart:', by, keyspace = 'check', onLost = () => {}, clock = systemClock } = options
  const { pingEvery = 500, pingWithin = 500, connectTimeout = 2_000 } = options
  for (const [option, seen] of Object.entries({ pingEvery, pingWithin, connectTimeout })) {
    if (typeof seen === 'number' && seen > 0) continue
    throw new RangeError(`redisInvalidations: ${option} must be more than 0 ms, not ${String(seen)}`)
  }
  const connect = () => connectRedis(options, { connectTimeout })
  const times = { pingEvery, pingWithin, connectTimeout, clock }
  return new InvalidationSource({
    by,
    keyspace,
    onLost,
    connect,
    names: redisNames(prefix),
    ...times,
  })
}
