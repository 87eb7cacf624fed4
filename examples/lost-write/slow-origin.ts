import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** A service whose answers take 150 ms, and come in two halves. */
export interface SlowOrigin {
  readonly url: string
  /** How often it was asked. */
  asked(): number
  close(): Promise<void>
}

export async function slowOrigin(): Promise<SlowOrigin> {
  let asked = 0
  const server = createServer((_request, response) => {
    asked += 1
    const answer = async (): Promise<void> => {
      await pause(50)
      response.writeHead(200, { 'Cache-Control': 'max-age=60', 'Content-Type': 'text/plain' })
      response.write('the first half, ')
      await pause(100)
      response.end('the second half')
    }
    void answer()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a server on a port has such an address
  return {
    url: `http://127.0.0.1:${port}/report`,
    asked: () => asked,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
