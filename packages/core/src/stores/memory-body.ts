import type { Body } from '../ports/body.ts'
import { StoreError } from '../ports/port-errors.ts'

/** A body that is wholly in memory. Nobody sends it, so there is nothing to cancel. */
export class MemoryBody implements Body {
  readonly bytes: Uint8Array
  readonly length: number

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.length = bytes.length
  }

  cancel(): void {}

  // eslint-disable-next-line require-await -- a body is read asynchronously, wherever it lies
  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    if (this.bytes.length !== this.length) throw takenAway()
    if (this.length > 0) yield this.bytes
  }
}

/** Another reader has not kept to what `Body` says. The client must not take the rest for an empty body. */
const takenAway = (): StoreError =>
  new StoreError('ERR_STORE_FAILED', 'the buffer in which the body lay was transferred to somebody else')
