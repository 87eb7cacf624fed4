import type { NodeRedisClient, RedisArgument } from './redis-client.ts'
import type { DriverListener, DriverNode, RedisDriver } from './redis-driver.ts'
import { watchEvents, type Emitter } from './watch-events.ts'

/** Strings as Buffers, and maps as flat lists: `RESP_TYPES` BLOB_STRING and MAP, whose values are those of the protocol. */
export const binaryReplies = { typeMapping: { 36: Buffer, 37: Array } }

type Send = (command: readonly RedisArgument[], options: typeof binaryReplies) => Promise<unknown>
type SendOfSentinel = (
  isReadonly: false,
  command: readonly RedisArgument[],
  options: typeof binaryReplies,
) => Promise<unknown>

/** What subscribing takes, of every client of the package. */
export interface NodeRedisSubscriber extends Emitter {
  duplicate(): unknown
  subscribe(channel: string, listener: (message: Buffer) => void, bufferMode: true): Promise<unknown>
  unsubscribe(channel: string): Promise<unknown>
}

/** The `redis` package, with one server; or with a sentinel, which sends to whichever leads now. */
export class NodeRedisDriver implements RedisDriver {
  readonly topology = 'single'
  readonly native: { readonly library: 'redis'; readonly client: NodeRedisClient }
  readonly #client: NodeRedisClient & NodeRedisSubscriber
  readonly #sendCommand: (command: readonly RedisArgument[]) => Promise<unknown>

  constructor(client: NodeRedisClient) {
    this.native = { library: 'redis', client }
    // The package's clients have these; the declared shape names only what all versions declare alike.
    this.#client = client as NodeRedisClient & NodeRedisSubscriber
    this.#sendCommand = senderOf(client)
  }

  isReady(): boolean {
    return this.#client.isReady
  }

  connect(): Promise<unknown> {
    const client = this.#client
    if (!client.isOpen) return client.connect()
    return new Promise((resolve) => {
      if (client.isReady) resolve(undefined)
      else client.on('ready', () => resolve(undefined))
    })
  }

  send(_key: string, command: readonly RedisArgument[]): Promise<unknown> {
    return this.#sendCommand(command)
  }

  nodes(): Promise<readonly DriverNode[]> {
    return Promise.resolve([{ address: 'the server', send: this.#sendCommand }])
  }

  subscribe(channel: string, listener: (message: Buffer) => void): Promise<unknown> {
    return this.#client.subscribe(channel, listener, true)
  }

  unsubscribe(channel: string): Promise<unknown> {
    return this.#client.unsubscribe(channel)
  }

  watch(listener: DriverListener): () => void {
    return watchEvents(this.#client, { ready: ['ready'], down: ['error', 'end', 'reconnecting'] }, listener)
  }

  duplicate(): RedisDriver {
    // What it makes is of its own kind.
    return new NodeRedisDriver(this.#client.duplicate() as NodeRedisClient)
  }

  destroy(): void {
    // A client that was never opened, or is closed already, throws; a sentinel's answers with a promise.
    void Promise.resolve()
      .then(() => this.#client.destroy())
      .catch(() => {})
  }
}

function senderOf(client: NodeRedisClient): (command: readonly RedisArgument[]) => Promise<unknown> {
  // Only a sentinel's client knows more than one server; its commands are told apart by whether they only read.
  const isSentinel = 'getMasterNode' in client
  const single = client as NodeRedisClient & { sendCommand: Send }
  const sentinel = client as NodeRedisClient & { sendCommand: SendOfSentinel }
  return isSentinel
    ? (command) => sentinel.sendCommand(false, command, binaryReplies)
    : (command) => single.sendCommand(command, binaryReplies)
}
