import {
  StoreError,
  type InvalidationListener,
  type Millis,
  type NearTierInvalidations,
} from '@cachechart/core'
import { backoffDelay } from '../client/backoff-delay.ts'
import type { RedisLink } from '../client/redis-client.ts'
import type { RedisNames } from '../client/redis-names.ts'
import { storeErrorOf } from '../client/refusal.ts'
import { countOf } from '../client/reply-of.ts'
import { BarrierWatch } from './barrier-watch.ts'
import { feedClientsOf } from './feed-client.ts'
import { Feed, type FeedOptions } from './feed.ts'

/** What a source is made of. */
export interface InvalidationSourceHost extends FeedOptions {
  readonly connect: () => RedisLink
  readonly names: RedisNames
  readonly connectTimeout: Millis
  readonly onLost: (error: StoreError) => void
}

/**
 * Tells of changes by one feed for each server that holds keys. Where one of them is missing, or others hold the keys now,
 * changes may be missed: all feeds are opened anew, and what happened meanwhile counts as anything.
 */
export class InvalidationSource implements NearTierInvalidations {
  readonly #host: InvalidationSourceHost

  constructor(host: InvalidationSourceHost) {
    this.#host = host
  }

  tagOf(key: string): string {
    return this.#host.names.tagOf(key)
  }

  start(listener: InvalidationListener): () => void {
    const running = new RunningSource(this.#host, listener)
    return () => running.stop()
  }
}

class RunningSource {
  readonly #host: InvalidationSourceHost
  readonly #listener: InvalidationListener
  readonly #link: RedisLink
  readonly #barrier: BarrierWatch
  readonly #ends: (() => void)[]
  #feeds: readonly Feed[] = []
  #servers = ''
  #state: 'opening' | 'heard' | 'lost' | 'stopped' = 'lost'
  /** Counts the attempts to open the feeds. */
  #round = 0
  /** Those that have failed since the last one that has not. */
  #failures = 0
  #timer: unknown

  constructor(host: InvalidationSourceHost, listener: InvalidationListener) {
    this.#host = host
    this.#listener = listener
    this.#link = host.connect()
    this.#barrier = new BarrierWatch(
      () => this.#readBarrier(),
      () => this.#listener.invalidateAll(),
    )
    const look = (): void => void this.#checkServers()
    this.#ends = [this.#link.onDown(look), this.#link.onReconnect(look)]
    void this.#open()
  }

  stop(): void {
    this.#state = 'stopped'
    this.#leave()
    for (const end of this.#ends) end()
    void this.#link.close()
  }

  async #open(): Promise<void> {
    const round = (this.#round += 1)
    this.#state = 'opening'
    const lose = (error: unknown): void => {
      if (round === this.#round) this.#lose(storeErrorOf('listening to changes', error))
    }
    try {
      const servers = await this.#serversNow()
      const { connectTimeout } = this.#host
      const clients = await feedClientsOf(this.#link, connectTimeout)
      const listeners = { changed: (names: readonly string[] | null) => this.#changed(names), gone: lose }
      const feeds = clients.map((client) => new Feed(client, this.#host, listeners))
      if (!this.#isCurrent(round)) return feeds.forEach((feed) => feed.close())
      this.#feeds = feeds
      await Promise.all(feeds.map((feed) => feed.open(connectTimeout)))
      await this.#barrier.begin()
      if (this.#isCurrent(round)) this.#hear(servers)
    } catch (error) {
      lose(error)
    }
  }

  /** Whether nothing has ended this attempt meanwhile. */
  #isCurrent(round: number): boolean {
    return round === this.#round && this.#state === 'opening'
  }

  #hear(servers: string): void {
    this.#state = 'heard'
    this.#servers = servers
    this.#failures = 0
    this.#listener.restored()
    this.#timer = this.#host.clock.setTimer(() => this.#look(), this.#host.pingEvery)
  }

  /** Nobody tells that a cluster has other masters than it had. */
  #look(): void {
    this.#timer = this.#host.clock.setTimer(() => this.#look(), this.#host.pingEvery)
    void this.#checkServers()
  }

  async #checkServers(): Promise<void> {
    if (this.#state !== 'heard' || this.#link.topology === 'single') return
    // Where the answer is missing, a feed will be, too.
    const servers = await this.#serversNow().catch(() => this.#servers)
    if (servers !== this.#servers)
      this.#lose(new StoreError('ERR_STORE_FAILED', 'other servers of the Redis cluster hold the keys now'))
  }

  async #serversNow(): Promise<string> {
    const nodes = await this.#link.nodes()
    return nodes
      .map(({ address }) => address)
      .toSorted()
      .join(' ')
  }

  #changed(names: readonly string[] | null): void {
    if (names === null) return this.#listener.invalidateAll()
    for (const name of names) {
      const tag = this.#host.names.tagOfEntry(name)
      if (tag !== undefined) this.#listener.invalidate(tag)
      else if (name === this.#host.names.ledger) this.#barrier.changed()
    }
  }

  #lose(error: StoreError): void {
    if (this.#state === 'stopped' || this.#state === 'lost') return
    this.#state = 'lost'
    this.#leave()
    this.#listener.lost()
    this.#host.onLost(error)
    this.#timer = this.#host.clock.setTimer(() => void this.#open(), backoffDelay(this.#failures))
    this.#failures += 1
  }

  #leave(): void {
    this.#host.clock.clearTimer(this.#timer)
    for (const feed of this.#feeds) feed.close()
    this.#feeds = []
  }

  async #readBarrier(): Promise<number | undefined> {
    const { ledger } = this.#host.names
    const reply = await this.#link.send(ledger, ['HMGET', ledger, 'barrier'])
    return Array.isArray(reply) ? countOf(reply[0]) : undefined
  }
}
