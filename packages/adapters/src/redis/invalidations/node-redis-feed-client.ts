import { StoreError, type Millis } from '@cachechart/core'
import type { RedisClient } from '../client/redis-client.ts'
import type { FeedClient, FeedListener } from './feed-client.ts'

type BufferListener = (message: unknown, channel: Buffer) => void

/** As much of the package's client as is used here. */
interface Client {
  readonly options?: { readonly socket?: object }
  duplicate(overrides: object): Client
  connect(): Promise<unknown>
  sendCommand(command: readonly string[]): Promise<unknown>
  subscribe(channel: string, listener: BufferListener, bufferMode: true): Promise<unknown>
  pSubscribe(patterns: readonly string[], listener: BufferListener, bufferMode: true): Promise<unknown>
  ping(): Promise<unknown>
  on(event: string, listener: (error?: unknown) => void): unknown
  destroy(): void
}

interface Cluster {
  readonly masters: readonly object[]
  nodeClient(master: object): Client | Promise<Client>
}

const isCluster = (client: object): client is Cluster => 'masters' in client && 'nodeClient' in client

/** A connection of the `redis` package. */
export class NodeRedisFeedClient implements FeedClient {
  readonly #client: Client

  constructor(model: Client, connectTimeout: Millis) {
    this.#client = model.duplicate({
      ...{ RESP: 2, clientSideCache: undefined, emitInvalidate: undefined, maintNotifications: 'disabled' },
      ...{ disableOfflineQueue: true, pingInterval: undefined, commandOptions: undefined },
      socket: { ...model.options?.socket, connectTimeout, reconnectStrategy: false },
    })
  }

  static async forEach(client: RedisClient, connectTimeout: Millis): Promise<readonly FeedClient[]> {
    if ('getMasterNode' in client)
      throw new StoreError(
        'ERR_STORE_FAILED',
        'the sentinel client of the package redis opens no connection of which it could be told what has changed: use ioredis',
      )
    const models = isCluster(client)
      ? await Promise.all(client.masters.map(async (master) => client.nodeClient(master)))
      : [client as unknown as Client] // a client of the package has these; the declared shape names only a part
    return models.map((model) => new NodeRedisFeedClient(model, connectTimeout))
  }

  connect(): Promise<unknown> {
    return this.#client.connect()
  }

  send(command: readonly string[]): Promise<unknown> {
    return this.#client.sendCommand(command)
  }

  listenTo(channel: string, listener: FeedListener): Promise<unknown> {
    return this.#client.subscribe(channel, (message, from) => listener(message, from.toString()), true)
  }

  listenToAll(patterns: readonly string[], listener: FeedListener): Promise<unknown> {
    return this.#client.pSubscribe(patterns, (message, from) => listener(message, from.toString()), true)
  }

  ping(): Promise<unknown> {
    return this.#client.ping()
  }

  onGone(listener: (error: unknown) => void): void {
    this.#client.on('error', listener)
    this.#client.on('end', listener)
  }

  destroy(): void {
    try {
      this.#client.destroy()
    } catch {
      // One that was never open, or is closed already, says so.
    }
  }
}
