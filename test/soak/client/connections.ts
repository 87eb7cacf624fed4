import { connect, type Socket } from 'node:net'

/** A connection that is not used for longer is closed by the client, always before the gateway would. */
const idleLimit = 3000

/** The clients' connections to the gateway: those that are in use, and those that may be used again. */
export class Connections {
  readonly #port: number
  readonly #all = new Set<Socket>()
  readonly #idle = new Map<Socket, () => void>()
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
    const idle = [...this.#idle].at(-1)
    if (idle === undefined) return this.#open()
    const [socket, release] = idle
    release()
    return socket
  }

  /** The answer on it is complete, and it may be used again. */
  giveBack(socket: Socket): void {
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
    this.#idle.set(socket, release)
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
