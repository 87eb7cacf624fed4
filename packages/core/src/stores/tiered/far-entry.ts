import type { StoredResponse } from '../../http/stored-response.ts'
import { isPromise, type Body, type MaybePromise } from '../../ports/body.ts'
import type { StoredEntry } from '../../ports/store.ts'

/** Who copies bodies that are opened. */
export interface BodyCopier {
  opened(index: number, body: Body | undefined): Body | undefined
}

/** Which of the variants it is, and who copies them; nobody, where there is nothing to copy. */
interface CopyPlace {
  readonly copier: BodyCopier | undefined
  readonly index: number
}

/** An entry as the far tier has it. Its body may be copied on its way. */
export class FarEntry implements StoredEntry {
  readonly inner: StoredEntry
  readonly #place: CopyPlace

  constructor(inner: StoredEntry, place: CopyPlace) {
    this.inner = inner
    this.#place = place
  }

  get response(): StoredResponse {
    return this.inner.response
  }

  open(): MaybePromise<Body | undefined> {
    const body = this.inner.open()
    const { copier, index } = this.#place
    if (copier === undefined) return body
    return isPromise(body) ? body.then((opened) => copier.opened(index, opened)) : copier.opened(index, body)
  }

  /** Uses of copies cannot be told to the far tier without asking it each time. */
  countUse(): number {
    return 0
  }
}
