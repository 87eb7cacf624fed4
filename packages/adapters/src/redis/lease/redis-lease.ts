import { systemClock, type Clock, type Lease, type Millis } from '@cachechart/core'
import { connectRedis, type RedisPatience, type RedisSource } from '../client/connect-redis.ts'
import { SharedLease } from './shared-lease.ts'

/** How leases are held, beside where. */
export interface RedisLeaseSettings extends RedisPatience {
  /** What all names on the server begin with; the store's, so that both agree. Default `cachechart:`. */
  readonly prefix?: string | undefined
  /** How long a lease lasts when its holder has died, in milliseconds, from 50 to 600 000. Default 5 s. */
  readonly life?: Millis | undefined
  /** How often a holder that lives renews it, in milliseconds; less than half of `life`. Default: a third of `life`. */
  readonly renewEvery?: Millis | undefined
  /** By which it is renewed, and looked after. Default: the platform's. */
  readonly clock?: Clock | undefined
}

/** Where leases are held, and how. */
export type RedisLeaseOptions = RedisSource & RedisLeaseSettings

/**
 * Leases that processes share by a Redis (7 or newer) or Valkey server, or a cluster: one of them at a time asks the origin for
 * each subject. It answers at once, and connects meanwhile. `acquire` rejects with a `LeaseError`: `ERR_LEASE_FAILED`, at once
 * while there is no connection; `ERR_LEASE_TIMEOUT` after `commandTimeout`, which is 1 s here; `ERR_LEASE_CLOSED`.
 *
 * @throws TypeError for a client or URL that is none, or a prefix with braces
 * @throws RangeError for a time that is not within its bounds
 * @example
 * const lease = redisLease({ url: 'redis://localhost:6379', prefix: 'shop:' })
 * await lease.close()
 */
export function redisLease(options: RedisLeaseOptions): Lease {
  const { prefix = 'cachechart:', life = 5_000, renewEvery = life / 3, clock = systemClock } = options
  if (!(life >= 50 && life <= 600_000))
    throw new RangeError(`redisLease: life must be from 50 to 600000 ms, not ${life}`)
  if (!(renewEvery > 0 && renewEvery < life / 2))
    throw new RangeError(
      `redisLease: renewEvery must be less than half of life (${life} ms), not ${renewEvery}`,
    )
  const { commandTimeout = 1_000, connectTimeout } = options
  const link = connectRedis(options, { commandTimeout, connectTimeout })
  return new SharedLease(link, { prefix, life, renewEvery, clock })
}
