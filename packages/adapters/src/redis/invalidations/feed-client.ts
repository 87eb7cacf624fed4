import { StoreError, type Millis } from '@cachechart/core'
import type { RedisLink } from '../client/redis-client.ts'
import { IoredisFeedClient } from './ioredis-feed-client.ts'
import { NodeRedisFeedClient } from './node-redis-feed-client.ts'

/** What comes on a channel: mostly bytes; on that of invalidations a list of names, or nothing. */
export type FeedListener = (message: unknown, channel: string) => void

/**
 * One connection to one server, which is used until it ends: it is never repaired, since what was told meanwhile is lost. It
 * speaks RESP2, in which every client hands on what it does not know, once it listens to a channel.
 */
export interface FeedClient {
  connect(): Promise<unknown>
  /** Only before it listens to anything. */
  send(command: readonly string[]): Promise<unknown>
  listenTo(channel: string, listener: FeedListener): Promise<unknown>
  /** Only once. */
  listenToAll(patterns: readonly string[], listener: FeedListener): Promise<unknown>
  ping(): Promise<unknown>
  /** Told when it has ended, at least once. */
  onGone(listener: (error: unknown) => void): void
  destroy(): void
}

/**
 * A connection of its own to each server that holds keys, none of which is open yet.
 * @throws StoreError when the client has no such connections
 */
export async function feedClientsOf(link: RedisLink, connectTimeout: Millis): Promise<readonly FeedClient[]> {
  const { library, client } = await link.native()
  const clients =
    library === 'ioredis'
      ? IoredisFeedClient.forEach(client, connectTimeout)
      : await NodeRedisFeedClient.forEach(client, connectTimeout)
  if (clients.length > 0) return clients
  throw new StoreError('ERR_STORE_FAILED', 'no Redis server is known that could tell of changes')
}
