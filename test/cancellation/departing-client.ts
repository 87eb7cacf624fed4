import type { Ask, Front, Opening } from '../fixtures/front.ts'

/** A client that can leave at any moment. */
export class DepartingClient {
  readonly #controller = new AbortController()
  readonly #opening: Promise<Opening>
  #chunks: AsyncIterator<Uint8Array> | undefined
  #text = ''

  constructor(front: Front, headers: Ask['headers'] = {}) {
    this.#opening = front.open('/', { headers, signal: this.#controller.signal })
    this.#opening.catch(() => undefined) // it is looked at when the test comes to it
  }

  head(): Promise<Opening> {
    return this.#opening
  }

  /** Reads the next piece of the body; whether there was one. */
  async read(): Promise<boolean> {
    const { body } = await this.#opening
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
