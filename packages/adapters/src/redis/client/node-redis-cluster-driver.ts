import { setTimeout as delay } from 'node:timers/promises'
import { binaryReplies, type NodeRedisSubscriber } from './node-redis-driver.ts'
import type { NodeRedisCluster, RedisArgument } from './redis-client.ts'
import type { DriverListener, DriverNode, RedisDriver } from './redis-driver.ts'
import { watchEvents } from './watch-events.ts'

type Master = { readonly address: string; readonly client?: { readonly isReady: boolean } | undefined }
type NodeClient = {
  sendCommand(command: readonly RedisArgument[], options: typeof binaryReplies): Promise<unknown>
}

/** With all servers of a cluster, in milliseconds. */
const patienceWithAll = 1_500

/** With a client that is not wanted any more, in milliseconds. */
const patienceWithOpening = 3_000

/** As much of the package's cluster client as is used here. */
interface Cluster extends NodeRedisCluster, NodeRedisSubscriber {
  readonly masters: readonly Master[]
  nodeClient(node: Master): NodeClient | Promise<NodeClient>
  sendCommand(
    firstKey: string | undefined,
    isReadonly: false,
    command: readonly RedisArgument[],
    options: typeof binaryReplies,
  ): Promise<unknown>
}

/** The `redis` package, with a cluster. */
export class NodeRedisClusterDriver implements RedisDriver {
  readonly topology = 'cluster'
  readonly native: { readonly library: 'redis'; readonly client: NodeRedisCluster }
  readonly #cluster: Cluster
  #connecting: Promise<unknown> | undefined
  /** What the client itself still does of that. */
  #opening: Promise<unknown> = Promise.resolve()

  constructor(cluster: NodeRedisCluster) {
    this.native = { library: 'redis', client: cluster }
    // The declared shape names only what all versions declare alike.
    this.#cluster = cluster as Cluster
  }

  isReady(): boolean {
    // The client itself waits for every server, also for one that is silent; the others can be asked meanwhile.
    const { isOpen, masters } = this.#cluster
    if (!isOpen || masters.length === 0) return false
    // With `minimizeConnections` none is connected until it is asked.
    const isIdle = masters.every(({ client }) => client === undefined)
    return isIdle || masters.some(({ client }) => client?.isReady === true)
  }

  connect(): Promise<unknown> {
    if (this.#cluster.isOpen && this.#connecting === undefined) return this.#connected()
    if (this.#connecting === undefined) {
      this.#opening = this.#cluster.connect()
      this.#connecting = Promise.race([this.#opening, this.#someConnected()])
    }
    return this.#connecting
  }

  send(key: string, command: readonly RedisArgument[]): Promise<unknown> {
    return this.#cluster.sendCommand(key, false, command, binaryReplies)
  }

  async nodes(): Promise<readonly DriverNode[]> {
    const clients = this.#cluster.masters.map(async (master) => {
      const client = await this.#cluster.nodeClient(master)
      return {
        address: master.address,
        send: (command: readonly RedisArgument[]) => client.sendCommand(command, binaryReplies),
      }
    })
    return Promise.all(clients)
  }

  subscribe(channel: string, listener: (message: Buffer) => void): Promise<unknown> {
    return this.#cluster.subscribe(channel, listener, true)
  }

  unsubscribe(channel: string): Promise<unknown> {
    return this.#cluster.unsubscribe(channel)
  }

  watch(listener: DriverListener): () => void {
    const events = {
      ready: ['connect', 'node-ready'],
      down: ['error', 'disconnect', 'node-error', 'node-disconnect'],
    }
    return watchEvents(this.#cluster, events, listener)
  }

  duplicate(): RedisDriver {
    // What it makes is of its own kind.
    return new NodeRedisClusterDriver(this.#cluster.duplicate() as NodeRedisCluster)
  }

  destroy(): void {
    // One that was never opened, or is closed already, throws.
    const destroy = () => this.#cluster.destroy()
    // While it connects it goes on to, whatever it is told, and leaves those connections open. It may also never be done.
    const given = delay(patienceWithOpening, undefined, { ref: false })
    void Promise.race([this.#opening, given])
      .then(destroy, destroy)
      .catch(() => {})
    void this.#opening.then(destroy, destroy).catch(() => {})
  }

  /** A cluster that others have opened. */
  #connected(): Promise<unknown> {
    if (this.isReady()) return Promise.resolve()
    return new Promise((resolve) => {
      this.#cluster.on('connect', () => resolve(undefined))
    })
  }

  /** The client waits for every server, also for one that is dead: after a while, some are enough. */
  async #someConnected(): Promise<void> {
    await delay(patienceWithAll, undefined, { ref: false })
    if (!this.isReady()) throw new Error(`no server of the cluster was ready after ${patienceWithAll} ms`)
  }
}
