/** `only-if-cached` found no stored response that may be used; the `cause` of the network error that reports it. */
export class NotStoredError extends Error {
  override readonly name = 'NotStoredError'
  readonly code = 'ERR_NOT_STORED'
}
