import type { RedisClient, RedisSource } from '@cachechart/adapters/redis'
import { Cluster as IoredisCluster, Redis as Ioredis } from 'ioredis'
import { Redis as Iovalkey } from 'iovalkey'
import { createClient, createCluster } from 'redis'
import type { RedisCluster } from '../servers/redis-cluster.ts'

/** What is said of a server by a client that was made for a test, and goes with it. */
export interface MadeSource {
  readonly source: RedisSource
  end(): Promise<void>
}

const made = (client: RedisClient & { on(event: 'error', listener: () => void): unknown }): MadeSource => {
  // Tests break connections on purpose, and a client's `error` that nobody listens to would end them.
  client.on('error', () => {})
  const end = async (): Promise<void> => {
    if ('status' in client) client.disconnect()
    else client.destroy()
  }
  return { source: { client }, end }
}

/** Every way to reach one server, by name. */
export const singleSources = {
  'a URL': async (url) => ({ source: { url }, end: async () => {} }),
  'redis, RESP3': async (url) =>
    made(
      await createClient({ url, RESP: 3 })
        .on('error', () => {})
        .connect(),
    ),
  'redis, RESP2': async (url) =>
    made(
      await createClient({ url, RESP: 2 })
        .on('error', () => {})
        .connect(),
    ),
  ioredis: async (url) => made(new Ioredis(url)),
  iovalkey: async (url) => made(new Iovalkey(url)),
} satisfies Readonly<Record<string, (url: string) => Promise<MadeSource>>>

/** Every way to reach a cluster, by name. */
export const clusterSources = {
  redis: async ({ nodes }) => {
    const rootNodes = nodes.map(({ port }) => ({ socket: { host: '127.0.0.1', port } }))
    return made(
      await createCluster({ rootNodes })
        .on('error', () => {})
        .connect(),
    )
  },
  ioredis: async ({ nodes }) =>
    made(new IoredisCluster(nodes.map(({ port }) => ({ host: '127.0.0.1', port })))),
} satisfies Readonly<Record<string, (cluster: RedisCluster) => Promise<MadeSource>>>
