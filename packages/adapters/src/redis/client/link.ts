import { StoreError, type Millis } from '@cachechart/core'
import { Connection, type DriverSource } from './connection.ts'
import type { NativeClient, RedisArgument, RedisLink, RedisNode, RedisReply } from './redis-client.ts'
import type { DriverListener, RedisDriver } from './redis-driver.ts'
import { replyOf } from './reply-of.ts'
import { Subscriptions } from './subscriptions.ts'

/** How a link comes to its connections, and to what. */
export type LinkOptions = DriverSource & {
  readonly topology: RedisLink['topology']
  readonly commandTimeout: Millis
}

/** A connection for commands, and one for what is subscribed to once that is asked for. */
export class Link implements RedisLink {
  readonly topology: RedisLink['topology']
  readonly #options: LinkOptions
  readonly #connection: Connection
  readonly #onReconnect = new Set<() => void>()
  readonly #onDown = new Set<() => void>()
  #subscriptions: Subscriptions | undefined
  #state: 'open' | 'closed' = 'open'

  constructor(options: LinkOptions) {
    this.topology = options.topology
    this.#options = options
    this.#connection = new Connection(options, options.commandTimeout, this.#listener())
  }

  native(): Promise<NativeClient> {
    return this.#connection.use('CONNECT', (driver) => Promise.resolve(driver.native))
  }

  send(key: string, command: readonly RedisArgument[]): Promise<RedisReply> {
    return this.#connection.use(String(command[0]), (driver) => driver.send(key, command)).then(replyOf)
  }

  async nodes(): Promise<readonly RedisNode[]> {
    const nodes = await this.#connection.use('the list of servers', (driver) => driver.nodes())
    return nodes.map((node) => ({
      address: node.address,
      send: async (command: readonly RedisArgument[]) => replyOf(await this.#connection.ask(node, command)),
    }))
  }

  async subscribe(channel: string, listener: (message: Buffer) => void): Promise<() => void> {
    if (this.#state === 'closed')
      throw new StoreError('ERR_STORE_CLOSED', 'a channel was subscribed to after close()')
    this.#subscriptions ??= new Subscriptions(
      { make: () => this.#make() },
      this.#options.commandTimeout,
      this.#listener(),
    )
    return this.#subscriptions.add(channel, listener)
  }

  duplicate(): RedisLink {
    const { commandTimeout, topology } = this.#options
    return new Link({ make: () => this.#make(), commandTimeout, topology })
  }

  onReconnect(listener: () => void): () => void {
    this.#onReconnect.add(listener)
    return () => this.#onReconnect.delete(listener)
  }

  onDown(listener: () => void): () => void {
    this.#onDown.add(listener)
    return () => this.#onDown.delete(listener)
  }

  close(): Promise<void> {
    this.#state = 'closed'
    this.#subscriptions?.close()
    this.#connection.close()
    return Promise.resolve()
  }

  /** Another connection like this one. */
  #make(): RedisDriver | Promise<RedisDriver> {
    const options = this.#options
    return 'make' in options ? options.make() : options.driver.duplicate()
  }

  /** Of one connection. Clients say with every attempt that they have failed: that is told once, until it is ready again. */
  #listener(): DriverListener {
    let down: 'said' | 'not said' = 'not said'
    return {
      ready: () => {
        down = 'not said'
        for (const listener of this.#onReconnect) listener()
      },
      down: () => {
        if (down === 'said') return
        down = 'said'
        for (const listener of this.#onDown) listener()
      },
    }
  }
}
