import type { StoredResponse } from '../../http/stored-response.ts'
import type { Body, MaybePromise } from '../../ports/body.ts'
import type { StoredEntry } from '../../ports/store.ts'

/** A copy of an entry of the far tier. */
export class NearEntry implements StoredEntry {
  /** The entry of the far tier that it is a copy of, once that was asked for. */
  original: StoredEntry | undefined
  readonly #copy: StoredEntry

  constructor(copy: StoredEntry) {
    this.#copy = copy
  }

  get response(): StoredResponse {
    return this.#copy.response
  }

  open(): MaybePromise<Body | undefined> {
    return this.#copy.open()
  }

  countUse(): number {
    return 0
  }
}
