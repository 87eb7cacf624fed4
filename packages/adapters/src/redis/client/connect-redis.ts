import type { Millis } from '@cachechart/core'
import type { RedisClient, RedisLink } from './redis-client.ts'
import { driverOf } from './driver-of.ts'
import { driversOfUrl } from './drivers-of-url.ts'
import { Link } from './link.ts'

/** How a server is reached: by a client that is there, or by a URL. */
export type RedisSource = { readonly client: RedisClient } | { readonly url: string }

/** How long is waited for it. */
export interface RedisPatience {
  /** For the answer to a command, in milliseconds; a connection that is silent for so long is replaced. Default 2 s. */
  readonly commandTimeout?: Millis | undefined
  /** For a connection, in milliseconds. Default 2 s. */
  readonly connectTimeout?: Millis | undefined
}

/**
 * Begins to connect, and answers at once: what is sent before the first connection is made waits for it, as long as a
 * command may take.
 *
 * Forms of a URL: `redis://[user:password@]host[:port][/database]`, `rediss://…` (TLS), `unix:///path/to/socket`,
 * `redis+cluster://host:port,host:port` and `redis+sentinel://host:port,host:port/name` (`rediss+…` for TLS).
 * A URL is reached by the `redis` package, which has to be installed.
 *
 * @throws TypeError for a URL, or a client, that is none of these; or a client with a key prefix of its own
 */
export function connectRedis(source: RedisSource, patience: RedisPatience = {}): RedisLink {
  const { commandTimeout = 2_000, connectTimeout = 2_000 } = patience
  if ('url' in source) return new Link({ ...driversOfUrl(source.url, connectTimeout), commandTimeout })
  const driver = driverOf(source.client)
  return new Link({ driver, topology: driver.topology, commandTimeout })
}
