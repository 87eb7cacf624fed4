import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** An origin on a free port of this machine, which each case tells what to answer. */
export class ContractOrigin {
  readonly url: string
  /** Method and target of each request, in the order in which they came. */
  readonly seen: string[]
  /** How it answers. */
  listener: RequestListener
  readonly #server: ReturnType<typeof createServer>
  readonly #sockets: ReadonlySet<Socket>

  private constructor(
    server: ReturnType<typeof createServer>,
    { url, seen, sockets }: { url: string; seen: string[]; sockets: ReadonlySet<Socket> },
  ) {
    this.#server = server
    this.#sockets = sockets
    this.url = url
    this.seen = seen
    this.listener = (_request, response) => response.end()
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      seen.push(`${request.method ?? ''} ${request.url ?? ''}`)
      request.on('error', () => undefined)
      this.listener(request, response)
    })
  }

  static async listen(): Promise<ContractOrigin> {
    const sockets = new Set<Socket>()
    const server = createServer()
    server.on('connection', (socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo // a server on a port has such an address
    return new ContractOrigin(server, { url: `http://127.0.0.1:${port}`, seen: [], sockets })
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve()
      })
      for (const socket of this.#sockets) socket.destroy()
    })
  }
}
