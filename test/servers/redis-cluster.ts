import { createClient } from 'redis'
import { busDistance } from './free-port.ts'
import { startRedisServer, type RedisServer, type RedisServerOptions } from './redis-server.ts'

/** What each key belongs to one of. https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/ */
const slots = 16_384

/** Masters that share all slots among them. */
export interface RedisCluster {
  readonly nodes: readonly RedisServer[]
  /** Of each node: any of them tells a client of the others. */
  readonly urls: readonly string[]
  stop(): Promise<void>
}

const askAgainMillis = 20

type Ask = (...words: readonly string[]) => Promise<unknown>

/** Runs what is asked of one node over a connection of its own. */
async function asking<T>({ url }: RedisServer, work: (ask: Ask) => Promise<T>): Promise<T> {
  const client = createClient({ url, RESP: 2 })
  await client.connect()
  try {
    return await work((...words) => client.sendCommand(words))
  } finally {
    client.destroy()
  }
}

/** Nothing announces it: a node is asked until it agrees that all slots are served, and by how many. */
async function agreed(ask: Ask, size: number): Promise<void> {
  for (;;) {
    const state = String(await ask('CLUSTER', 'INFO'))
    const expected = ['cluster_state:ok', `cluster_known_nodes:${size}`, `cluster_slots_assigned:${slots}`]
    if (expected.every((line) => state.includes(line))) return
    await new Promise((resolve) => setTimeout(resolve, askAgainMillis))
  }
}

/** Each node is told of its share of the slots; then, as that is refused to one that knows another, of those that come after it. */
async function join(nodes: readonly RedisServer[]): Promise<void> {
  await Promise.all(
    nodes.map((node, index) =>
      asking(node, async (ask) => {
        const first = Math.ceil((slots * index) / nodes.length)
        const last = Math.ceil((slots * (index + 1)) / nodes.length) - 1
        await ask('CLUSTER', 'ADDSLOTSRANGE', String(first), String(last))
        // Where two say that they are of the same age, they would have to agree on that first.
        await ask('CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1))
      }),
    ),
  )
  await Promise.all(
    nodes.map((node, index) =>
      asking(node, async (ask) => {
        for (const { port } of nodes.slice(index + 1)) {
          await ask('CLUSTER', 'MEET', '127.0.0.1', String(port), String(port + busDistance))
        }
      }),
    ),
  )
  await Promise.all(nodes.map((node) => asking(node, (ask) => agreed(ask, nodes.length))))
}

/**
 * Starts three masters that serve all slots together; resolves when each of them says so, which takes about two seconds: a
 * master that has just begun serves nothing for that long. A node that is killed takes its slots along, no more.
 */
export async function startRedisCluster(options: RedisServerOptions = {}): Promise<RedisCluster> {
  const settings = {
    'cluster-enabled': 'yes',
    'cluster-require-full-coverage': 'no',
    ...options.settings,
  }
  const starts = await Promise.allSettled([1, 2, 3].map(() => startRedisServer({ ...options, settings })))
  const nodes = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []))
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.stop()))
  }
  try {
    for (const start of starts) if (start.status === 'rejected') throw start.reason
    await join(nodes)
  } catch (error) {
    await stop()
    throw error
  }
  return { nodes, urls: nodes.map(({ url }) => url), stop }
}
