/** What a command is made of. Text is sent as UTF-8. */
export type RedisArgument = string | Buffer

/**
 * What a server answers, the same from every client and in both protocols: bulk strings are Buffers, a status is text or a
 * Buffer, maps are flat lists of names and values.
 */
export type RedisReply = null | number | string | Buffer | readonly RedisReply[]

/** A client, or a sentinel's, of the `redis` package: as much of it as all its versions declare alike. */
export interface NodeRedisClient {
  readonly isOpen: boolean
  readonly isReady: boolean
  connect(): Promise<unknown>
  close(): Promise<unknown>
  destroy(): unknown
}

/** A cluster's client of the `redis` package. */
export interface NodeRedisCluster {
  readonly isOpen: boolean
  readonly masters: readonly unknown[]
  connect(): Promise<unknown>
  close(): Promise<unknown>
  destroy(): unknown
}

/** A client, or a cluster's, of `ioredis` or `iovalkey`. */
export interface IoredisClient {
  readonly status: string
  connect(): Promise<unknown>
  disconnect(): void
}

/** A client that whoever uses the store has made. It stays theirs: it is never closed here. */
export type RedisClient = NodeRedisClient | NodeRedisCluster | IoredisClient

/** One server, with commands that are about no key. */
export interface RedisNode {
  /** `host:port`, or a name that stays the same as long as the server does. */
  readonly address: string
  send(command: readonly RedisArgument[]): Promise<RedisReply>
}

/** A client by the name of its package; `iovalkey` is like `ioredis`. */
export interface NativeClient {
  readonly library: 'redis' | 'ioredis'
  readonly client: RedisClient
}

/**
 * A server, or a cluster of them, whichever client leads there.
 *
 * Promises reject with a `StoreError`: `ERR_STORE_FAILED` (at once while there is no connection; nothing is queued for
 * later), `ERR_STORE_TIMEOUT`, `ERR_STORE_CLOSED`. What a server has refused is the error's `cause`; see `refusalOf`.
 */
export interface RedisLink {
  readonly topology: 'single' | 'cluster'
  /** The client's name, and the client, once it is connected: for what only one of them can do. It may be replaced by another later. */
  native(): Promise<NativeClient>
  /** Sends a command to the server that has the key. Commands for keys of one slot are executed in order. */
  send(key: string, command: readonly RedisArgument[]): Promise<RedisReply>
  /** All servers that hold keys. */
  nodes(): Promise<readonly RedisNode[]>
  /**
   * Listens to a channel, on a connection that all subscriptions share. Resolves once the server listens; the answer ends it.
   * After `onReconnect`, what was published meanwhile has been lost.
   */
  subscribe(channel: string, listener: (message: Buffer) => void): Promise<() => void>
  /** Another link by connections of its own. */
  duplicate(): RedisLink
  /** A connection (of the subscriptions, too) is ready again after it was not: told of each. The answer ends it. */
  onReconnect(listener: () => void): () => void
  /** A connection was lost, or has gone silent; the answer ends it. */
  onDown(listener: () => void): () => void
  /** Closes what was made here. A client that was handed in stays open. */
  close(): Promise<void>
}
