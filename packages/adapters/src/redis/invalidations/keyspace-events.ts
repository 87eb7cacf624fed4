import { StoreError } from '@cachechart/core'
import { replyOf, textOf } from '../client/reply-of.ts'
import type { FeedClient } from './feed-client.ts'

/** What is done about a server that does not publish what happens to keys. */
export type KeyspaceSetting = 'check' | 'assume' | 'enable'

/**
 * Keyspace channels, and the classes of events that are needed: of any kind, of hashes, expired, evicted.
 * https://redis.io/docs/latest/develop/pubsub/keyspace-notifications/
 */
const needed = ['K', 'g', 'h', 'x', 'e']
const everyClass = 'g$lshzxetd'

/**
 * Sees to it that the server publishes what is needed.
 * @throws StoreError when it does not, or does not say
 */
export async function ensureKeyspaceEvents(client: FeedClient, setting: KeyspaceSetting): Promise<void> {
  if (setting === 'assume') return
  const seen = await eventsOf(client)
  const missing = needed.filter((letter) => !seen.includes(letter)).join('')
  if (missing === '') return
  if (setting === 'enable') {
    await client.send(['CONFIG', 'SET', 'notify-keyspace-events', `${seen}${missing}`])
    return
  }
  const message = `the Redis server does not publish changes: notify-keyspace-events is '${seen}', and '${missing}' is missing`
  throw new StoreError('ERR_STORE_FAILED', message)
}

/** The classes that are published, each by its letter. */
async function eventsOf(client: FeedClient): Promise<string> {
  const reply = replyOf(
    await client.send(['CONFIG', 'GET', 'notify-keyspace-events']).catch((cause: unknown) => {
      const message =
        "the Redis server does not say whether it publishes changes: set keyspace to 'assume' if it does"
      throw new StoreError('ERR_STORE_FAILED', message, { cause })
    }),
  )
  const letters = Array.isArray(reply) ? (textOf(reply[1]) ?? '') : ''
  return letters.replace('A', everyClass)
}
