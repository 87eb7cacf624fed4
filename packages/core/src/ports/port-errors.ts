/** What every error of a port carries: a literal `code`, and the platform's own error as `cause`. */
export abstract class PortError extends Error {
  abstract readonly code: string
}

/** Why a store could not do what was asked. */
export type StoreErrorCode =
  | 'ERR_STORE_FAILED'
  | 'ERR_STORE_CLOSED'
  | 'ERR_STORE_TIMEOUT' // it took longer than it may
  | 'ERR_STORE_UNAVAILABLE' // it has failed again and again, and is left alone for a while
  | 'ERR_STORE_FOREIGN' // what lies there is not a store of this kind, or is damaged

/** The store broke: it could not be read or written. Never the same as a miss. */
export class StoreError extends PortError {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Why a lease could not be asked for. */
export type LeaseErrorCode =
  | 'ERR_LEASE_FAILED'
  | 'ERR_LEASE_CLOSED'
  | 'ERR_LEASE_TIMEOUT' // it took longer than it may
  | 'ERR_LEASE_UNAVAILABLE' // it has failed again and again, and is left alone for a while

/** Who may ask the origin could not be found out. The cache goes on without: no client sees it. */
export class LeaseError extends PortError {
  override readonly name = 'LeaseError'
  readonly code: LeaseErrorCode

  constructor(code: LeaseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Why there is no (whole) response from the origin. */
export type BackendErrorCode =
  | 'ERR_BACKEND_UNREACHABLE' // no connection: refused, unknown host, TLS
  | 'ERR_BACKEND_RESET' // the connection broke before or within the response
  | 'ERR_BACKEND_SHORT_BODY' // the body ended before its Content-Length
  | 'ERR_BACKEND_PROTOCOL' // what came is not HTTP, or over a limit
  | 'ERR_BACKEND_TIMEOUT' // connecting, the head, or the next piece of the body took too long
  | 'ERR_BACKEND_REQUEST' // the request could not be sent, through its own fault
  | 'ERR_BACKEND_CANCELLED' // it was cancelled here
  | 'ERR_BACKEND_FAILED' // anything else

const statusHints: { readonly [Code in BackendErrorCode]: number } = {
  ERR_BACKEND_UNREACHABLE: 502,
  ERR_BACKEND_RESET: 502,
  ERR_BACKEND_SHORT_BODY: 502,
  ERR_BACKEND_PROTOCOL: 502,
  ERR_BACKEND_TIMEOUT: 504,
  ERR_BACKEND_REQUEST: 400,
  ERR_BACKEND_CANCELLED: 502,
  ERR_BACKEND_FAILED: 502,
}

/** The origin could not be reached, or did not answer as HTTP asks. */
export class BackendError extends PortError {
  override readonly name = 'BackendError'
  readonly code: BackendErrorCode

  constructor(code: BackendErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }

  /** The status that a gateway answers with (RFC 9110 §15.6.3, §15.6.5; RFC 9111 §5.2.2.2). */
  get status(): number {
    return statusHints[this.code]
  }
}
