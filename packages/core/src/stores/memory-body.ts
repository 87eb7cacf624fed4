import type { Body } from '../ports/body.ts'

/** A body that is wholly in memory. Nobody sends it, so there is nothing to cancel. */
export class MemoryBody implements Body {
  readonly bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  get length(): number {
    return this.bytes.length
  }

  cancel(): void {}

  // eslint-disable-next-line require-await -- a body is read asynchronously, wherever it lies
  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    if (this.bytes.length > 0) yield this.bytes
  }
}
