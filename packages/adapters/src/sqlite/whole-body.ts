import type { Body } from '@cachechart/core'

/** A body that was read in one go. */
export class WholeBody implements Body {
  readonly bytes: Uint8Array
  readonly length: number

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.length = bytes.length
  }

  cancel(): void {}

  // eslint-disable-next-line require-await -- a body is read asynchronously, wherever it lies
  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    if (this.length > 0) yield this.bytes
  }
}
