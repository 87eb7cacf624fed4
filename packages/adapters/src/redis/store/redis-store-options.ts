import type { Clock, Millis, Seconds } from '@cachechart/core'
import { systemClock } from '@cachechart/core'
import type { RedisSource } from '../client/connect-redis.ts'

/** Something that was found in Redis, and not believed. */
export interface RejectedValue {
  readonly key: string
  readonly reason: string
}

/** What a store on Redis can be told. */
export type RedisStoreOptions = RedisSource & {
  /** What the names of all keys begin with; stores with one prefix share what they store. Default `cachechart:`. */
  readonly prefix?: string
  /** The longest body that is taken, in bytes. Default 64 MiB. */
  readonly maxEntryBytes?: number
  /** How many variants of one key are kept (RFC 9111 §4.1). Default 64. */
  readonly maxVariants?: number
  /**
   * For how long after it was fresh a response is kept, where it may not be served stale for longer: to be validated, or served
   * when the origin fails. In seconds. Default 86 400: a day.
   */
  readonly keep?: Seconds
  /** Compresses bodies that come without Content-Encoding, where it is worth it. Default: none. */
  readonly compress?: 'gzip' | 'zstd' | undefined
  /** For the answer to one command, in milliseconds; a connection that is silent for so long is replaced. Default 2 s. */
  readonly commandTimeout?: Millis
  /** For a connection, in milliseconds. Default 2 s. */
  readonly connectTimeout?: Millis
  /** Told of every value that was found and not believed. It may not throw. */
  readonly onRejected?: (value: RejectedValue) => void
  /** Default: the platform's. */
  readonly clock?: Clock
}

/** The same, with every choice made. */
export interface RedisStoreLimits {
  readonly maxEntryBytes: number
  readonly maxVariants: number
  readonly keep: Millis
  readonly compress: 'gzip' | 'zstd' | undefined
  readonly onRejected: (value: RejectedValue) => void
  readonly clock: Clock
}

/** Completes and checks the options. @throws RangeError that names the option, what was expected and what was seen */
export function redisStoreLimits(options: Omit<RedisStoreOptions, 'client' | 'url'>): RedisStoreLimits {
  const { maxEntryBytes = 64 * 1024 * 1024, maxVariants = 64, keep = 86_400, compress } = options
  checkCount('maxEntryBytes', maxEntryBytes, 1)
  checkCount('maxVariants', maxVariants, 1)
  checkCount('keep', keep, 0)
  if (compress !== undefined && compress !== 'gzip' && compress !== 'zstd')
    throw new RangeError(`redisStore: compress must be gzip, zstd or undefined, not ${String(compress)}`)
  const { onRejected = () => {}, clock = systemClock } = options
  return { maxEntryBytes, maxVariants, keep: keep * 1000, compress, onRejected, clock }
}

function checkCount(option: string, seen: unknown, least: number): void {
  if (Number.isSafeInteger(seen) && Number(seen) >= least) return
  throw new RangeError(`redisStore: ${option} must be an integer from ${least} on, not ${String(seen)}`)
}
