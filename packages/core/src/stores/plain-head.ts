import type { StoredResponse } from '../http/stored-response.ts'
import type { KeptHead } from './kept-head.ts'

/** A head that is kept as it is. */
export class PlainHead implements KeptHead {
  readonly size: number
  readonly #response: StoredResponse

  constructor(response: StoredResponse, size: number) {
    this.#response = response
    this.size = size
  }

  get vary(): readonly string[] {
    return this.#response.vary
  }

  get varied(): readonly (string | null)[] {
    return this.#response.varied
  }

  get date(): number {
    return this.#response.date
  }

  get surrogateKeys(): readonly string[] {
    return this.#response.surrogateKeys
  }

  get url(): string | null {
    return this.#response.url
  }

  response(): StoredResponse {
    return this.#response
  }
}
