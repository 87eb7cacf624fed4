import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** A service that publishes editions. The old one is good for a second, the new one for a minute. */
export interface EditionOrigin {
  readonly url: string
  /** From here on there is a new edition, for which it takes so many milliseconds. */
  publish(delay: number): void
  /** How often it was asked for the new edition. */
  asked(): number
  close(): Promise<void>
}

export async function editionOrigin(): Promise<EditionOrigin> {
  let asked = 0
  let edition = { text: 'old', lifetime: 1, delay: 0 }
  const server = createServer((_request, response) => {
    const { text, lifetime, delay } = edition
    if (text === 'new') asked += 1
    const answer = async (): Promise<void> => {
      await pause(delay)
      response.writeHead(200, { 'Cache-Control': `max-age=${lifetime}`, 'Content-Type': 'text/plain' })
      response.end(text)
    }
    void answer()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a server on a port has such an address
  return {
    url: `http://127.0.0.1:${port}/report`,
    publish(delay) {
      edition = { text: 'new', lifetime: 60, delay }
    },
    asked: () => asked,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
