import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'

/** What is open at the origin: connections, and exchanges on them that have not ended. */
export class OriginSockets {
  readonly #sockets = new Set<Socket>()
  #exchanges = 0

  get connections(): number {
    return this.#sockets.size
  }

  get exchanges(): number {
    return this.#exchanges
  }

  /** Counts, and lets another answer. */
  watch(answer: RequestListener): RequestListener {
    return (request, response) => {
      const { socket } = request
      if (!this.#sockets.has(socket)) {
        this.#sockets.add(socket)
        socket.once('close', () => this.#sockets.delete(socket))
      }
      this.#exchanges += 1
      response.once('close', () => {
        this.#exchanges -= 1
      })
      answer(request, response)
    }
  }
}
