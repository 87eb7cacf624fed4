/** By it undici knows its own error, of whatever copy of undici it is. */
const mark: unique symbol = Symbol.for('undici.error.UND_ERR_ABORTED')

/** What a handler is told that aborts without giving a reason: undici's error of the same name, also to `instanceof`. */
export class RequestAbortedError extends Error {
  override readonly name = 'AbortError'
  readonly code = 'UND_ERR_ABORTED'

  constructor() {
    super('Request aborted')
  }

  get [mark](): true {
    return true
  }
}
