import { Agent, buildConnector, type Dispatcher } from 'undici'

/** The line to the origin: connections of which a test says when they come to stand. */
export class HeldLine {
  readonly dispatcher: Dispatcher
  #gate = Promise.resolve()
  #open: () => void = () => undefined

  constructor() {
    const connect = buildConnector({})
    this.dispatcher = new Agent({
      connect: (options, callback) => {
        void this.#gate.then(() => {
          connect(options, callback)
        })
      },
    })
  }

  /** The platform's fetch, which has the same wait before it as a connection. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    await this.#gate
    return globalThis.fetch(input, init)
  }

  /** From here on no connection comes to stand. */
  hold(): void {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#gate = promise
    this.#open = resolve
  }

  release(): void {
    this.#open()
  }

  close(): Promise<void> {
    return this.dispatcher.destroy()
  }
}
