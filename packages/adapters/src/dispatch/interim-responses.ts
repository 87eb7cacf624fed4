import { BackendError, type BackendRequest, type ResponseHead } from '@cachechart/core'

/** The interim responses of one exchange, told of as they come. */
export class InterimResponses {
  readonly #tell: BackendRequest['onInformation']
  #size = 0

  constructor(tell: BackendRequest['onInformation']) {
    this.#tell = tell
  }

  /** @throws BackendError `ERR_BACKEND_PROTOCOL` for a change of protocol, or more than any progress needs */
  take(head: ResponseHead): void {
    this.#size += sizeOf(head)
    if (this.#size > sizeLimit) {
      throw new BackendError(
        'ERR_BACKEND_PROTOCOL',
        `interim responses may have ${sizeLimit} bytes together; more came, and no final one`,
      )
    }
    // RFC 9110 §7.8: a server must not switch to a protocol that its client has not named.
    if (head.status === 101)
      throw new BackendError(
        'ERR_BACKEND_PROTOCOL',
        'the origin switched protocols, which nobody had asked for',
      )
    // RFC 9110 §15.2.1: of this connection alone, and to be discarded where nobody waits for it.
    if (head.status !== 100) this.#tell?.(head)
  }
}

/** In bytes. Some thousand heads without fields: an origin that reports its progress every second may take hours. */
const sizeLimit = 256 * 1024

/** As it came: a status line, a colon, a space and a line break for each field, and an empty line. */
function sizeOf({ reason, fields }: ResponseHead): number {
  let size = 'HTTP/1.1 1xx \r\n\r\n'.length + reason.length + fields.length * 2
  for (const part of fields) size += part.length
  return size
}
