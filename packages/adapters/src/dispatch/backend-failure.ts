import { BackendError, type BackendErrorCode } from '@cachechart/core'

/** How far a request had come when it failed. */
export interface Progress {
  /** `connected`: written to a connection; `answered`: something of the response has come. */
  readonly stage: 'unsent' | 'connected' | 'answered'
  /** The bytes of the body that came, and how many Content-Length announced. */
  readonly received: number
  readonly announced: number | undefined
}

const byCode: Readonly<Record<string, BackendErrorCode>> = {
  UND_ERR_CONNECT_TIMEOUT: 'ERR_BACKEND_TIMEOUT',
  UND_ERR_HEADERS_TIMEOUT: 'ERR_BACKEND_TIMEOUT',
  UND_ERR_BODY_TIMEOUT: 'ERR_BACKEND_TIMEOUT',
  ETIMEDOUT: 'ERR_BACKEND_TIMEOUT',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'ERR_BACKEND_SHORT_BODY',
  UND_ERR_HEADERS_OVERFLOW: 'ERR_BACKEND_PROTOCOL',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'ERR_BACKEND_PROTOCOL',
  UND_ERR_INVALID_ARG: 'ERR_BACKEND_REQUEST',
  UND_ERR_NOT_SUPPORTED: 'ERR_BACKEND_REQUEST',
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: 'ERR_BACKEND_REQUEST',
  UND_ERR_ABORTED: 'ERR_BACKEND_CANCELLED',
}

/** undici's (or the socket's) error as a `BackendError`; the original is its `cause`. */
export function backendFailure(error: unknown, progress: Progress): BackendError {
  if (error instanceof BackendError) return error
  const code = classify(error, progress)
  return new BackendError(code, `${summaries[code]}: ${messageOf(error)}${extent(code, progress)}`, {
    cause: error,
  })
}

/** Whether the connection went away, without a byte of a response: what a closed keep-alive connection looks like. */
export function isLostConnection(error: unknown, { stage }: Progress): boolean {
  return stage === 'connected' && lostConnectionCodes.has(errorCode(error) ?? '')
}

const lostConnectionCodes = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])

const summaries: { readonly [Code in BackendErrorCode]: string } = {
  ERR_BACKEND_UNREACHABLE: 'no connection to the origin could be made',
  ERR_BACKEND_RESET: 'the connection to the origin broke',
  ERR_BACKEND_SHORT_BODY: 'the body ended before its Content-Length',
  ERR_BACKEND_PROTOCOL: 'what the origin sent is not HTTP, or over a limit',
  ERR_BACKEND_TIMEOUT: 'the origin took too long',
  ERR_BACKEND_REQUEST: 'the request could not be sent as it is',
  ERR_BACKEND_CANCELLED: 'the request was cancelled',
  ERR_BACKEND_FAILED: 'the request to the origin failed',
}

function classify(error: unknown, progress: Progress): BackendErrorCode {
  const code = errorCode(error) ?? ''
  const known = byCode[code]
  if (known !== undefined) return known
  // Whatever fails before a connection stands (name resolution, TCP, TLS), the origin could not be reached.
  if (progress.stage === 'unsent') return 'ERR_BACKEND_UNREACHABLE'
  if (isParserError(error)) {
    // The connection ended within the message. The parser's error has no code, or none to rely on.
    return messageOf(error).includes('Invalid EOF state') ? 'ERR_BACKEND_RESET' : 'ERR_BACKEND_PROTOCOL'
  }
  if (!lostConnectionCodes.has(code)) return 'ERR_BACKEND_FAILED'
  if (code === 'UND_ERR_SOCKET' && messageOf(error).startsWith('bad ')) return 'ERR_BACKEND_PROTOCOL'
  const { received, announced } = progress
  const endedEarly = code === 'UND_ERR_SOCKET' && announced !== undefined && received < announced
  return endedEarly ? 'ERR_BACKEND_SHORT_BODY' : 'ERR_BACKEND_RESET'
}

/** By its name: which undici it is of, nobody knows here. */
const isParserError = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'name' in error && error.name === 'HTTPParserError'

/** The first `code` among an error, the attempts that it sums up (one an address), and its causes. */
function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  if ('code' in error && typeof error.code === 'string') return error.code
  if ('errors' in error && Array.isArray(error.errors)) return errorCode(error.errors[0])
  return 'cause' in error ? errorCode(error.cause) : undefined
}

/** An error that sums up attempts has no message of its own. */
function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  const message = 'message' in error ? String(error.message) : ''
  return message === '' ? (errorCode(error) ?? 'for an unknown reason') : message
}

const extent = (code: BackendErrorCode, { received, announced }: Progress): string =>
  code === 'ERR_BACKEND_SHORT_BODY' && announced !== undefined
    ? ` (${received} of ${announced} bytes came)`
    : ''
