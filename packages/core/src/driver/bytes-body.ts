import type { Body } from '../ports/body.ts'

/** The content of a message that has none. */
export const noBytes = new Uint8Array(0)

class BytesBody implements Body {
  readonly bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  get length(): number {
    return this.bytes.length
  }

  cancel(): void {
    // nobody sends it
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    if (this.bytes.length > 0) yield this.bytes
  }
}

/** A body that is wholly at hand. It has no state, so that it may have any number of readers. */
export const bytesBody = (bytes: Uint8Array): Body => new BytesBody(bytes)

/** The body of a message that has none. */
export const emptyBody: Body = bytesBody(noBytes)
