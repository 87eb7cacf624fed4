/** The cache was called in a way that its documentation rules out; nothing was done. */
export class MisuseError extends Error {
  override readonly name = 'MisuseError'
  readonly code = 'ERR_MISUSE'
}

/** Something was asked of a pending request whose outcome had been taken already: it came too late to have an effect. */
export class CompletedError extends Error {
  override readonly name = 'CompletedError'
  readonly code = 'ERR_COMPLETED'
}

/** The request was cancelled by its caller before a response was there. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError'
  readonly code = 'ERR_CANCELLED'
}

/**
 * A reader fell too far behind the fetch that it shared with others, and the rest of the body could not be had from the
 * store. The others go on; so would a request with `collapse: false`.
 */
export class FollowerLagError extends Error {
  override readonly name = 'FollowerLagError'
  readonly code = 'ERR_FOLLOWER_TOO_SLOW'
  /** The status that a gateway answers with, where no response has begun. RFC 9110 §15.6.5 */
  readonly status = 504
}
