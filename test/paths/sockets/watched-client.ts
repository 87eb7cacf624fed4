import { tell } from '../../adapters/told.ts'
import type { Ask, Front } from '../../fixtures/front.ts'

/** A client that reads what it is given to the end, can leave, and tells how far it is. */
export class WatchedClient {
  /** What has become of its request, in a line: see `Told`. */
  readonly line: Promise<string>
  readonly #controller = new AbortController()
  #pieces = 0
  #state: 'staying' | 'left' = 'staying'

  constructor(front: Front, ask: Ask) {
    this.line = tell(this.#watching(front), '/', { ...ask, signal: this.#controller.signal }).then(
      ({ line }) => (this.#state === 'left' ? 'left' : line),
    )
  }

  /** How many pieces of the body it has read. */
  get pieces(): number {
    return this.#pieces
  }

  leave(): void {
    this.#state = 'left'
    this.#controller.abort()
  }

  #watching(front: Front): Pick<Front, 'open'> {
    return {
      open: async (path, ask) => {
        const opening = await front.open(path, ask)
        return { ...opening, body: this.#counting(opening.body) }
      },
    }
  }

  async *#counting(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of body) {
      this.#pieces += 1
      yield piece
    }
  }
}
