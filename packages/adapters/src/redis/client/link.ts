import { StoreError, type Millis } from '@cachechart/core'
import { Connection, type DriverSource } from './connection.ts'
import type { RedisArgument, RedisLink, RedisNode, RedisReply } from './redis-client.ts'
import type { DriverListener, RedisDriver } from './redis-driver.ts'
import { replyOf } from './reply-of.ts'
import { Subscriptions } from './subscriptions.ts'

/** How a link comes to its connections. */
export type LinkOptions = DriverSource & { readonly commandTimeout: Millis }

/** A connection for commands, and one for what is subscribed to once that is asked for. */
export class Link implements RedisLink {
  readonly #options: LinkOptions
  readonly #connection: Connection
  readonly #onReconnect = new Set<() => void>()
  readonly #onDown = new Set<() => void>()
  readonly #listener: DriverListener
  #subscriptions: Subscriptions | undefined
  #state: 'open' | 'closed' = 'open'
  #down: 'said' | 'not said' = 'not said'

  constructor(options: LinkOptions) {
    this.#options = options
    this.#listener = { ready: () => this.#tellReady(), down: () => this.#tellDown() }
    this.#connection = new Connection(options, options.commandTimeout, this.#listener)
  }

  get topology(): RedisLink['topology'] {
    return this.#driver().topology
  }

  get native(): RedisLink['native'] {
    return this.#driver().native
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
      { make: await this.#maker() },
      this.#options.commandTimeout,
      this.#listener,
    )
    return this.#subscriptions.add(channel, listener)
  }

  duplicate(): RedisLink {
    const { commandTimeout } = this.#options
    return new Link({ make: async () => (await this.#maker())(), commandTimeout })
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

  /** Ways to other connections like this one. */
  async #maker(): Promise<() => RedisDriver | Promise<RedisDriver>> {
    const options = this.#options
    if ('make' in options) return options.make
    const { driver } = options
    return () => driver.duplicate()
  }

  #driver(): RedisDriver {
    const { driver } = this.#connection
    if (driver === undefined) throw new StoreError('ERR_STORE_FAILED', 'there is no connection to Redis')
    return driver
  }

  #tellDown(): void {
    if (this.#down === 'said') return
    this.#down = 'said'
    for (const listener of this.#onDown) listener()
  }

  #tellReady(): void {
    if (this.#down === 'not said') return
    this.#down = 'not said'
    for (const listener of this.#onReconnect) listener()
  }
}
