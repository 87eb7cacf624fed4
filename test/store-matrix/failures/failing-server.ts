import { createClient } from 'redis'
import { startRedisServer, type RedisServer } from '../../servers/redis-server.ts'
import { startSlowProxy, type SlowProxy } from '../../servers/slow-proxy.ts'

/** A Redis server that a store reaches through a proxy, as a user whose rights can be taken away. */
export interface FailingServer {
  readonly server: RedisServer
  readonly proxy: SlowProxy
  /** For the store. */
  readonly url: string
  /** Runs a command by a connection of its own, past the proxy, as somebody who may do everything. */
  command(...words: readonly string[]): Promise<unknown>
  stop(): Promise<void>
}

/** In the configuration, so that a process begun anew knows it as well. */
const user = 'cache on >secret ~* &* +@all'

export async function startFailingServer(): Promise<FailingServer> {
  const server = await startRedisServer({ settings: { user } })
  const proxy = await startSlowProxy(server.port)
  return {
    server,
    proxy,
    url: `redis://cache:secret@127.0.0.1:${proxy.port}`,
    async command(...words) {
      const client = createClient({ url: server.url, RESP: 2 })
      await client.connect()
      try {
        return await client.sendCommand(words)
      } finally {
        client.destroy()
      }
    },
    async stop() {
      server.resume()
      await proxy.close()
      await server.stop()
    },
  }
}
