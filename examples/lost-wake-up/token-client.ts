import { setTimeout as pause } from 'node:timers/promises'

type Callback = (token: string) => void

/** Which of the two to use: the client as it was found, or mended. */
export type Mending = 'as found' | 'mended'

/**
 * A client for tokens in the style of a native library: callbacks, answered in batches. It works whenever one tries it out.
 *
 * While a batch is on its way, whoever asks is to be in the next one. The client as it was found has room for one of them:
 * where two come within one batch, the second takes the place of the first, who is never called back. That never happens
 * to requests that come one at a time, hardly at 100 a second, and to a few of a hundred at 250.
 */
export class TokenClient {
  readonly #mending: Mending
  #next: Callback[] = []
  #state: 'idle' | 'busy' = 'idle'

  constructor(mending: Mending) {
    this.#mending = mending
  }

  getToken(callback: Callback): void {
    if (this.#mending === 'mended' || this.#state === 'idle') this.#next.push(callback)
    else this.#next = [callback]
    if (this.#state === 'idle') void this.#work()
  }

  async #work(): Promise<void> {
    this.#state = 'busy'
    while (this.#next.length > 0) {
      const batch = this.#next
      this.#next = []
      await pause(1)
      for (const callback of batch) callback('token')
    }
    this.#state = 'idle'
  }
}
