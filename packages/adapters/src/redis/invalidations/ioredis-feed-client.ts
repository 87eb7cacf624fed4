import type { Millis } from '@cachechart/core'
import type { RedisClient } from '../client/redis-client.ts'
import type { FeedClient, FeedListener } from './feed-client.ts'

/** As much of the client as is used here. */
interface Client {
  readonly isCluster?: boolean
  nodes?(role: 'master'): readonly Client[]
  duplicate(overrides: object): Client
  connect(): Promise<unknown>
  callBuffer(command: string, ...parameters: readonly string[]): Promise<unknown>
  subscribe(channel: string): Promise<unknown>
  psubscribe(...patterns: readonly string[]): Promise<unknown>
  ping(): Promise<unknown>
  on(event: 'messageBuffer', listener: (channel: Buffer, message: unknown) => void): unknown
  on(event: 'pmessageBuffer', listener: (pattern: string, channel: Buffer, message: unknown) => void): unknown
  on(event: 'error' | 'close' | 'end', listener: (error?: unknown) => void): unknown
  disconnect(): void
}

/** A connection of `ioredis` or `iovalkey`. */
export class IoredisFeedClient implements FeedClient {
  readonly #client: Client

  constructor(model: Client, connectTimeout: Millis) {
    this.#client = model.duplicate({
      ...{ lazyConnect: true, autoResubscribe: false, enableOfflineQueue: false, maxRetriesPerRequest: 0 },
      ...{ protocol: 2, connectTimeout, retryStrategy: () => null, keyPrefix: '', readOnly: false },
    })
  }

  static forEach(client: RedisClient, connectTimeout: Millis): readonly FeedClient[] {
    // A client of these packages has all of it; the declared shape names only a part.
    const native = client as unknown as Client
    const models = native.isCluster === true ? (native.nodes?.('master') ?? []) : [native]
    return models.map((model) => new IoredisFeedClient(model, connectTimeout))
  }

  connect(): Promise<unknown> {
    return this.#client.connect()
  }

  send([name = '', ...parameters]: readonly string[]): Promise<unknown> {
    return this.#client.callBuffer(name, ...parameters)
  }

  listenTo(channel: string, listener: FeedListener): Promise<unknown> {
    this.#client.on('messageBuffer', (from, message) => listener(message, from.toString()))
    return this.#client.subscribe(channel)
  }

  listenToAll(patterns: readonly string[], listener: FeedListener): Promise<unknown> {
    this.#client.on('pmessageBuffer', (_, from, message) => listener(message, from.toString()))
    return this.#client.psubscribe(...patterns)
  }

  ping(): Promise<unknown> {
    return this.#client.ping()
  }

  onGone(listener: (error: unknown) => void): void {
    for (const event of ['error', 'close', 'end'] as const) this.#client.on(event, listener)
  }

  destroy(): void {
    this.#client.disconnect()
  }
}
