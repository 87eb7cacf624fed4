import type { IoredisClient, RedisArgument } from './redis-client.ts'
import type { DriverListener, DriverNode, RedisDriver } from './redis-driver.ts'
import { watchEvents, type Emitter } from './watch-events.ts'

type MessageListener = (channel: Buffer, message: Buffer) => void

/** As much of the client as is used here. */
interface Client extends IoredisClient, Emitter {
  callBuffer(command: string, ...parameters: RedisArgument[]): Promise<unknown>
  readonly isCluster?: boolean
  readonly options?: { readonly host?: string; readonly port?: number }
  nodes?(role: 'master'): readonly Client[]
  duplicate(): IoredisClient
  subscribe(channel: string): Promise<unknown>
  unsubscribe(channel: string): Promise<unknown>
}

/** `ioredis` or `iovalkey`, with one server, a sentinel or a cluster: its client finds the server by the command's keys. */
export class IoredisDriver implements RedisDriver {
  readonly topology: RedisDriver['topology']
  readonly native: { readonly library: 'ioredis'; readonly client: IoredisClient }
  readonly #client: Client
  readonly #listeners = new Map<string, (message: Buffer) => void>()
  #isListening = false

  constructor(client: IoredisClient) {
    this.native = { library: 'ioredis', client }
    // The declared shape names only what both packages declare alike.
    this.#client = client as Client
    this.topology = this.#client.isCluster === true ? 'cluster' : 'single'
  }

  isReady(): boolean {
    return this.#client.status === 'ready'
  }

  connect(): Promise<unknown> {
    const client = this.#client
    // 'wait': made with `lazyConnect`, and not connected yet.
    if (client.status === 'wait') return client.connect()
    return new Promise((resolve) => {
      if (this.isReady()) resolve(undefined)
      else client.on('ready', () => resolve(undefined))
    })
  }

  send(_key: string, command: readonly RedisArgument[]): Promise<unknown> {
    return sendBy(this.#client, command)
  }

  nodes(): Promise<readonly DriverNode[]> {
    const masters = this.topology === 'cluster' ? (this.#client.nodes?.('master') ?? []) : [this.#client]
    return Promise.resolve(
      masters.map((client) => ({
        address: `${client.options?.host ?? 'server'}:${client.options?.port ?? 0}`,
        send: (command: readonly RedisArgument[]) => sendBy(client, command),
      })),
    )
  }

  subscribe(channel: string, listener: (message: Buffer) => void): Promise<unknown> {
    this.#listeners.set(channel, listener)
    if (!this.#isListening) {
      this.#isListening = true
      const tell: MessageListener = (from, message) => this.#listeners.get(from.toString())?.(message)
      this.#client.on('messageBuffer', tell)
    }
    return this.#client.subscribe(channel)
  }

  unsubscribe(channel: string): Promise<unknown> {
    this.#listeners.delete(channel)
    return this.#client.unsubscribe(channel)
  }

  watch(listener: DriverListener): () => void {
    const events = { ready: ['ready'], down: ['error', 'close', 'end', 'node error', '-node'] }
    return watchEvents(this.#client, events, listener)
  }

  duplicate(): RedisDriver {
    return new IoredisDriver(this.#client.duplicate())
  }

  destroy(): void {
    this.#client.disconnect()
  }
}

function sendBy(client: Client, [name = '', ...parameters]: readonly RedisArgument[]): Promise<unknown> {
  return client.callBuffer(name.toString(), ...parameters)
}
