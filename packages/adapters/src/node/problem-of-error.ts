import {
  BackendError,
  CancelledError,
  CompletedError,
  DeadlineError,
  FollowerLagError,
  HookError,
  MisuseError,
  StoreError,
  type BackendErrorCode,
} from '@cachechart/core'
import type { Problem } from './problem.ts'

/** What a client is told of a failure: its kind. Addresses and messages of what lies behind stay behind. */
const backendDetails: { readonly [Code in BackendErrorCode]: string } = {
  ERR_BACKEND_UNREACHABLE: 'The origin server could not be reached.',
  ERR_BACKEND_RESET: 'The connection to the origin server broke before its response was there.',
  ERR_BACKEND_SHORT_BODY: "The origin server's response ended too early.",
  ERR_BACKEND_PROTOCOL: 'The origin server did not answer as HTTP asks.',
  ERR_BACKEND_TIMEOUT: 'The origin server did not answer in time.',
  ERR_BACKEND_REQUEST: 'The request could not be forwarded as it is.',
  ERR_BACKEND_CANCELLED: 'The request to the origin server was cancelled.',
  ERR_BACKEND_FAILED: 'The request to the origin server failed.',
}

/** The answer to a request that failed. */
export function problemOfError(error: unknown): Problem {
  if (error instanceof BackendError) {
    return { status: error.status, code: error.code, detail: backendDetails[error.code] }
  }
  if (error instanceof StoreError) {
    return { status: 503, code: error.code, detail: 'The store of the cache failed.' }
  }
  if (error instanceof DeadlineError || error instanceof FollowerLagError) {
    return { status: error.status, code: error.code, detail: 'What the answer needs did not come in time.' }
  }
  if (error instanceof HookError) {
    return { status: error.status, code: error.code, detail: 'A hook of the gateway failed.' }
  }
  if (error instanceof CancelledError) {
    return {
      status: 503,
      code: error.code,
      detail: 'The request was given up before its response was there.',
    }
  }
  // Whoever runs the gateway has called the cache in a way that it does not allow: a code says more than none.
  if (error instanceof MisuseError || error instanceof CompletedError) {
    return { status: 500, code: error.code, detail: gatewayFailed }
  }
  if (isBadReply(error)) return { status: 502, code: error.code, detail: backendDetails.ERR_BACKEND_PROTOCOL }
  return { status: 500, code: 'ERR_GATEWAY_INTERNAL', detail: gatewayFailed }
}

const gatewayFailed = 'The gateway failed.'

/** The engine's own words for a reply that makes no sense, such as a 304 that nobody asked for. */
const isBadReply = (error: unknown): error is { readonly code: string } =>
  typeof error === 'object' &&
  error !== null &&
  'status' in error &&
  error.status === 502 &&
  'code' in error &&
  typeof error.code === 'string'
