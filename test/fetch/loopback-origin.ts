import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What an origin has seen of one request. */
interface SeenRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  body: string
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** A web server on a loopback port, which remembers what it was asked. */
export interface Origin {
  readonly port: number
  readonly seen: readonly SeenRequest[]
  /** Addresses it by IP number; `elsewhere` by name, which is another origin. */
  readonly url: (path: string) => string
  readonly elsewhere: (path: string) => string
  readonly close: () => Promise<void>
}

export async function startOrigin(handler: Handler): Promise<Origin> {
  const seen: SeenRequest[] = []
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request
    const entry: SeenRequest = { method, url, headers, body: '' }
    seen.push(entry)
    request.on('data', (chunk: Buffer) => (entry.body += chunk.toString()))
    request.on('error', () => undefined)
    handler(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo // it listens on a port, not a pipe
  return {
    port,
    seen,
    url: (path) => `http://127.0.0.1:${port}${path}`,
    elsewhere: (path) => `http://localhost:${port}${path}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}
