import { connect, type Socket } from 'node:net'

/** A connection that is not used for longer is closed by the client, always before the server would. */
const idleLimit = 3000

/** A connection that may be used again. */
interface Idle {
  readonly since: number
  /** The request that it was used for. */
  readonly id: number
  readonly release: () => void
}

/** The clients' connections to the adapter: those that are in use, and those that may be used again. */
export class Connections {
  readonly #port: number
  readonly #all = new Set<Socket>()
  readonly #idle = new Map<Socket, Idle>()
  readonly #histories = new WeakMap<Socket, string>()
  #unasked = 0

  constructor(port: number) {
    this.#port = port
  }

  /** Open connections. */
  get count(): number {
    return this.#all.size
  }

  /** How often bytes came that nobody had asked for. */
  get unasked(): number {
    return this.#unasked
  }

  /** The connection that was used last, or a new one. */
  take(): Socket {
    const last = [...this.#idle].at(-1)
    if (last === undefined) return this.#open()
    const [socket, { since, id, release }] = last
    const idleFor = performance.now() - since
    release()
    if (idleFor > idleLimit) {
      // This process was held up, and its timers are late; the server's need not be.
      socket.destroy()
      return this.take()
    }
    this.#histories.set(socket, `#${id}, and then idle for ${Math.round(idleFor)} ms`)
    return socket
  }

  /** What the connection was used for before. */
  historyOf(socket: Socket): string {
    return this.#histories.get(socket) ?? 'nothing'
  }

  /** The answer on it, to the request of this number, is complete, and it may be used again. */
  giveBack(socket: Socket, id: number): void {
    const timer = setTimeout(() => socket.destroy(), idleLimit)
    const onData = (): void => {
      this.#unasked += 1
      socket.destroy()
    }
    const release = (): void => {
      clearTimeout(timer)
      socket.off('data', onData).off('close', release)
      this.#idle.delete(socket)
    }
    socket.on('data', onData).once('close', release)
    this.#idle.set(socket, { since: performance.now(), id, release })
  }

  closeAll(): void {
    for (const socket of this.#all) socket.destroy()
  }

  #open(): Socket {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true })
    this.#all.add(socket)
    // The end of a connection is what counts here: `close` follows.
    socket.on('error', () => undefined)
    socket.once('close', () => this.#all.delete(socket))
    return socket
  }
}
