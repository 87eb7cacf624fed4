/** The cache was called in a way that its documentation rules out; nothing was done. */
export class MisuseError extends Error {
  override readonly name = 'MisuseError'
  readonly code = 'ERR_MISUSE'
}

/** The request was cancelled by its caller before a response was there. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError'
  readonly code = 'ERR_CANCELLED'
}
