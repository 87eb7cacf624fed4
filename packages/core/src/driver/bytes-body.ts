import type { Body } from '../ports/body.ts'

/** The content of a message that has none. */
export const noBytes = new Uint8Array(0)

/** A body that is wholly at hand. It has no state, so that it may have any number of readers. */
export const bytesBody = (bytes: Uint8Array): Body => ({
  bytes,
  length: bytes.length,
  cancel() {
    // nobody sends it
  },
  // eslint-disable-next-line require-await
  async *[Symbol.asyncIterator]() {
    if (bytes.length > 0) yield bytes
  },
})

/** The body of a message that has none. */
export const emptyBody: Body = bytesBody(noBytes)
