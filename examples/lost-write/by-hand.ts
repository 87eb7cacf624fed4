/** Where a service puts what it answers; it may take its time, and rejects once nobody listens any more. */
export type Send = (text: string, signal: AbortSignal) => Promise<void>

/** Which of the last two steps comes first: as one writes it on the first day, or as one mends it. */
export type Order = 'send first' | 'write first'

interface Remembered {
  readonly text: string
  /** Until when it need not be asked for again. */
  readonly until: number
}

/**
 * A service that caches by hand: look, ask, hand on, remember; better something old than nothing. Whoever races it against
 * a timeout cancels it at whatever `await` it has come to, and what stands below that is never done. Where it sends first,
 * that is the write. Where it writes first, the callers that leave in the midst of sending do no harm, but those that leave
 * while the origin is awaited still take the write with them.
 */
export class ByHand {
  readonly #url: string
  readonly #order: Order
  #remembered: Remembered | undefined

  constructor(url: string, order: Order) {
    this.#url = url
    this.#order = order
  }

  async answer(send: Send, signal: AbortSignal): Promise<void> {
    const old = this.#remembered
    const latest = old !== undefined && Date.now() < old.until ? old : await this.#ask(old, signal)
    if (this.#order === 'write first') this.#remembered = latest
    await send(latest.text, signal)
    this.#remembered = latest
  }

  async #ask(old: Remembered | undefined, signal: AbortSignal): Promise<Remembered> {
    try {
      const response = await fetch(this.#url, { signal })
      const [, seconds] = /max-age=(\d+)/.exec(response.headers.get('Cache-Control') ?? '') ?? []
      return { text: await response.text(), until: Date.now() + Number(seconds ?? 0) * 1_000 }
    } catch (error) {
      signal.throwIfAborted()
      if (old === undefined) throw error
      return old
    }
  }
}
