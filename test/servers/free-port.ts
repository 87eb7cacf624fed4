import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Below those that a system gives to outgoing connections, with another one for a cluster's own messages 10000 above: what
 * is restarted finds its port free again.
 */
const lowest = 12_000
const highest = 22_000

/** How far above its port a node of a cluster listens to the others. */
export const busDistance = 10_000

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}

/** A port on which nothing listens, and nothing on its neighbour for a cluster. Another process may still be faster. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest)
    if ((await isFree(port)) && (await isFree(port + busDistance))) return port
  }
}
