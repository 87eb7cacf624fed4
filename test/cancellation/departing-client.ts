import type { Ask, Front, Opening } from '../fixtures/front.ts'

/** A client that can leave at any moment. */
export class DepartingClient {
  readonly #controller = new AbortController()
  readonly #opened = Promise.withResolvers<Opening>()
  #chunks: AsyncIterator<Uint8Array> | undefined
  #text = ''

  /** Asks; it may be told to leave from that moment on, even before this returns. */
  ask(front: Front, headers: Ask['headers'] = {}): void {
    const { promise, resolve, reject } = this.#opened
    promise.catch(() => undefined) // it is looked at when the test comes to it
    front.open('/', { headers, signal: this.#controller.signal }).then(resolve, reject)
  }

  head(): Promise<Opening> {
    return this.#opened.promise
  }

  /** Reads the next piece of the body; whether there was one. */
  async read(): Promise<boolean> {
    const { body } = await this.head()
    this.#chunks ??= body[Symbol.asyncIterator]()
    const { done, value } = await this.#chunks.next()
    if (done !== true) this.#text += Buffer.from(value).toString()
    return done !== true
  }

  /** Reads to the end; all that was read. */
  async whole(): Promise<string> {
    while (await this.read());
    return this.#text
  }

  leave(): void {
    this.#controller.abort()
  }
}
