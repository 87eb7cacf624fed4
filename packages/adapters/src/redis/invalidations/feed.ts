import { StoreError, type Clock, type Millis } from '@cachechart/core'
import type { RedisNames } from '../client/redis-names.ts'
import { storeErrorOf } from '../client/refusal.ts'
import { countOf, replyOf, textOf } from '../client/reply-of.ts'
import type { FeedClient } from './feed-client.ts'
import { ensureKeyspaceEvents, type KeyspaceSetting } from './keyspace-events.ts'

/** By what a server tells of changes. */
export type FeedMeans = 'tracking' | 'keyspace'

/** How a feed is opened and watched. */
export interface FeedOptions {
  readonly names: Pick<RedisNames, 'entries' | 'ledger'>
  /** Unset: tracking, and keyspace messages where the server does not know, or allow, that. */
  readonly by: FeedMeans | undefined
  readonly keyspace: KeyspaceSetting
  readonly pingEvery: Millis
  readonly pingWithin: Millis
  readonly clock: Clock
}

/** Who is told. */
export interface FeedListeners {
  /** The names of keys that have changed; `null`: all. */
  changed(names: readonly string[] | null): void
  /** It has ended, or gone silent. Told once, and nothing after it. */
  gone(error: StoreError): void
}

/** Where the server sends the names of changed keys in RESP2. https://redis.io/docs/latest/develop/reference/client-side-caching/ */
const trackingChannel = '__redis__:invalidate'

/** What one server tells of its keys, from `open` until it is gone. */
export class Feed {
  readonly #client: FeedClient
  readonly #options: FeedOptions
  readonly #listeners: FeedListeners
  #timer: unknown
  #state: 'open' | 'over' = 'open'

  constructor(client: FeedClient, options: FeedOptions, listeners: FeedListeners) {
    this.#client = client
    this.#options = options
    this.#listeners = listeners
  }

  /** Resolves when every later change is told. Rejects with a `StoreError`; then it is over. */
  async open(within: Millis): Promise<void> {
    this.#client.onGone((error) => this.#end(error))
    try {
      await this.#inTime('CONNECT', within, async () => {
        await this.#client.connect()
        await this.#begin()
      })
    } catch (error) {
      this.close()
      throw storeErrorOf('the connection that tells of changes', error)
    }
    this.#watch()
  }

  close(): void {
    if (this.#state === 'over') return
    this.#state = 'over'
    this.#options.clock.clearTimer(this.#timer)
    this.#client.destroy()
  }

  async #begin(): Promise<void> {
    const { by } = this.#options
    if (by !== 'keyspace') {
      try {
        return await this.#track()
      } catch (error) {
        // A server that is older than tracking, or forbids it, may publish what happens to keys.
        if (by === 'tracking' || this.#state === 'over') throw error
      }
    }
    await this.#followKeyspace()
  }

  /** The server sends to this same connection, once it listens, the names of the entries that change, and the ledger's. */
  async #track(): Promise<void> {
    const id = countOf(replyOf(await this.#client.send(['CLIENT', 'ID'])))
    if (id === undefined)
      throw new StoreError('ERR_STORE_FAILED', 'the Redis server does not tell connections apart')
    const { entries, ledger } = this.#options.names
    const broadcast = ['BCAST', 'PREFIX', entries, 'PREFIX', ledger]
    await this.#client.send(['CLIENT', 'TRACKING', 'ON', 'REDIRECT', String(id), ...broadcast])
    await this.#client.listenTo(trackingChannel, (message) => {
      const names = replyOf(message)
      this.#tell(Array.isArray(names) ? names.flatMap((name) => textOf(name) ?? []) : null)
    })
  }

  async #followKeyspace(): Promise<void> {
    await ensureKeyspaceEvents(this.#client, this.#options.keyspace)
    const { entries, ledger } = this.#options.names
    const patterns = [`${escaped(entries)}*`, escaped(ledger)].map((name) => `__keyspace@*__:${name}`)
    await this.#client.listenToAll(patterns, (_, channel) =>
      this.#tell([channel.slice(channel.indexOf('__:') + '__:'.length)]),
    )
  }

  #tell(names: readonly string[] | null): void {
    if (this.#state === 'open') this.#listeners.changed(names)
  }

  /** A connection that the other side has forgotten looks as one on which nothing happens. */
  #watch(): void {
    const { clock, pingEvery, pingWithin } = this.#options
    if (this.#state === 'over') return
    this.#timer = clock.setTimer(() => {
      this.#inTime('PING', pingWithin, () => this.#client.ping()).then(
        () => this.#watch(),
        (error: unknown) => this.#end(error),
      )
    }, pingEvery)
  }

  async #inTime(name: string, within: Millis, task: () => Promise<unknown>): Promise<void> {
    const { clock } = this.#options
    const late = Promise.withResolvers<never>()
    const timer = clock.setTimer(() => {
      const error = new StoreError(
        'ERR_STORE_TIMEOUT',
        `the Redis server has not answered ${name} within ${within} ms`,
      )
      // What has come while this process was busy is read first.
      setImmediate(() => setImmediate(() => late.reject(error)))
    }, within)
    try {
      await Promise.race([task(), late.promise])
    } finally {
      clock.clearTimer(timer)
    }
  }

  #end(error: unknown): void {
    if (this.#state === 'over') return
    this.close()
    const cause = error ?? new Error('the connection was closed')
    this.#listeners.gone(storeErrorOf('the connection that tells of changes', cause))
  }
}

/** A text as a pattern that matches nothing else. */
function escaped(text: string): string {
  return text.replaceAll(/[[\]?*\\^]/g, String.raw`\$&`)
}
