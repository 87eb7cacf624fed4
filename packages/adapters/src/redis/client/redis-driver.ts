import type { NativeClient, RedisArgument, RedisLink } from './redis-client.ts'

/** What a driver tells of its connections. */
export interface DriverListener {
  ready(): void
  /** One of them is lost, or could not be made. */
  down(error: unknown): void
}

/** One server, through its client. */
export interface DriverNode {
  readonly address: string
  send(command: readonly RedisArgument[]): Promise<unknown>
}

/** What differs between the clients. Errors are the client's own, and answers what it makes of them, strings as Buffers. */
export interface RedisDriver {
  readonly topology: RedisLink['topology']
  readonly native: NativeClient
  isReady(): boolean
  /** Connects, where that has not begun yet. Resolves when it is ready; a client may try for ever. */
  connect(): Promise<unknown>
  send(key: string, command: readonly RedisArgument[]): Promise<unknown>
  nodes(): Promise<readonly DriverNode[]>
  /** One listener for a channel. The client subscribes again when it has reconnected. */
  subscribe(channel: string, listener: (message: Buffer) => void): Promise<unknown>
  unsubscribe(channel: string): Promise<unknown>
  watch(listener: DriverListener): () => void
  duplicate(): RedisDriver
  destroy(): void
}
