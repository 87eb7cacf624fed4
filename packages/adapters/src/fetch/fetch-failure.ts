import { BackendError, type BackendErrorCode } from '@cachechart/core'

/** A `BackendError` that remembers what the fetch underneath threw: its caller is given that very error. */
export class FetchFailure extends BackendError {
  readonly thrown: unknown

  constructor(code: BackendErrorCode, thrown: unknown) {
    super(code, `the fetch underneath failed: ${describe(thrown)}`, { cause: thrown })
    this.thrown = thrown
  }
}

/** The same error, as a port reports it. */
export function toFetchFailure(thrown: unknown, signal: AbortSignal): FetchFailure {
  if (thrown instanceof FetchFailure) return thrown
  return new FetchFailure(signal.aborted ? 'ERR_BACKEND_CANCELLED' : codeOf(thrown), thrown)
}

const codes: { readonly [code: string]: BackendErrorCode } = {
  ECONNREFUSED: 'ERR_BACKEND_UNREACHABLE',
  ENOTFOUND: 'ERR_BACKEND_UNREACHABLE',
  EAI_AGAIN: 'ERR_BACKEND_UNREACHABLE',
  EHOSTUNREACH: 'ERR_BACKEND_UNREACHABLE',
  ENETUNREACH: 'ERR_BACKEND_UNREACHABLE',
  EADDRNOTAVAIL: 'ERR_BACKEND_UNREACHABLE',
  ECONNRESET: 'ERR_BACKEND_RESET',
  EPIPE: 'ERR_BACKEND_RESET',
  UND_ERR_SOCKET: 'ERR_BACKEND_RESET',
  ETIMEDOUT: 'ERR_BACKEND_TIMEOUT',
  UND_ERR_CONNECT_TIMEOUT: 'ERR_BACKEND_TIMEOUT',
  UND_ERR_HEADERS_TIMEOUT: 'ERR_BACKEND_TIMEOUT',
  UND_ERR_BODY_TIMEOUT: 'ERR_BACKEND_TIMEOUT',
  UND_ERR_HEADERS_OVERFLOW: 'ERR_BACKEND_PROTOCOL',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'ERR_BACKEND_SHORT_BODY',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'ERR_BACKEND_PROTOCOL',
  UND_ERR_INVALID_ARG: 'ERR_BACKEND_REQUEST',
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: 'ERR_BACKEND_REQUEST',
}

/** Families of codes, by how they begin: the HTTP parser's, content decoding's, and those of TLS. */
const families: readonly (readonly [RegExp, BackendErrorCode])[] = [
  [/^(HPE_|Z_|ERR__?BROTLI|ERR_ZSTD|ZSTD_)/, 'ERR_BACKEND_PROTOCOL'],
  [
    /^(CERT_|ERR_TLS_|ERR_SSL_|EPROTO|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_)/,
    'ERR_BACKEND_UNREACHABLE',
  ],
]

/** The chain of causes says what happened; the fetch underneath only says that it failed. */
function codeOf(thrown: unknown): BackendErrorCode {
  let error = thrown
  for (let depth = 0; isObject(error) && depth < 8; depth++) {
    const code = 'code' in error ? String(error.code) : ''
    const known = codes[code] ?? families.find(([pattern]) => pattern.test(code))?.[1]
    if (known !== undefined) return known
    error = 'cause' in error ? error.cause : undefined
  }
  return 'ERR_BACKEND_FAILED'
}

function describe(thrown: unknown): string {
  const cause = isObject(thrown) && 'cause' in thrown && isObject(thrown.cause) ? thrown.cause : thrown
  return isObject(cause) && 'message' in cause ? String(cause.message) : String(cause)
}

/** Not `instanceof`: the fetch underneath may live in another realm. */
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
