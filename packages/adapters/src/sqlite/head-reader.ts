import type { StoredResponse } from '@cachechart/core'
import { keyOfText } from './key-text.ts'
import type { RejectedRow } from './sqlite-options.ts'
import { headFromText } from './stored-head.ts'

/** Reads heads that others may have written, and counts what it does not believe. */
export class HeadReader {
  readonly #onRejected: (rejected: RejectedRow) => void
  #rejected = 0

  constructor(onRejected: (rejected: RejectedRow) => void) {
    this.#onRejected = onRejected
  }

  /** How much was not believed. */
  get rejected(): number {
    return this.#rejected
  }

  /** `undefined`: it cannot be believed beside a body of this length, and counts as a miss. */
  read(key: string, text: string, bodyLength: number): StoredResponse | undefined {
    const response = headFromText(text, bodyLength)
    if (response === undefined) this.reject(key, 'its head cannot be read')
    return response
  }

  reject(key: string, reason: RejectedRow['reason']): void {
    this.#rejected += 1
    this.#onRejected({ key: keyOfText(key), reason })
  }
}
