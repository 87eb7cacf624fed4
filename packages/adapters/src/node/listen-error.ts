/** Why a gateway cannot listen. */
export type ListenErrorCode =
  | 'ERR_LISTEN_ADDRESS_IN_USE' // another program (or gateway) listens there
  | 'ERR_LISTEN_PERMISSION' // ports below 1024 are often reserved
  | 'ERR_LISTEN_FAILED' // anything else

const codes: Readonly<Record<string, ListenErrorCode>> = {
  EADDRINUSE: 'ERR_LISTEN_ADDRESS_IN_USE',
  EACCES: 'ERR_LISTEN_PERMISSION',
}

const reasons: { readonly [Code in ListenErrorCode]: string } = {
  ERR_LISTEN_ADDRESS_IN_USE:
    'something else already listens there; choose another port, or 0 for any free one',
  ERR_LISTEN_PERMISSION: 'the system does not permit it; ports below 1024 often need privileges',
  ERR_LISTEN_FAILED: 'the system refused',
}

/** The gateway could not listen; it may be tried again. The system's error is the `cause`. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
  readonly code: ListenErrorCode

  constructor(place: string, cause: NodeJS.ErrnoException) {
    const code = codes[cause.code ?? ''] ?? 'ERR_LISTEN_FAILED'
    super(`cannot listen on ${place}: ${reasons[code]} (${cause.message})`, { cause })
    this.code = code
  }
}
