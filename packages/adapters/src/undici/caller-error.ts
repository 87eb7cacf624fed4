import { BackendError } from '@cachechart/core'

/**
 * What a handler is told: the error of the dispatcher below as it was, so that interceptors such as `retry` recognise it;
 * the cache's own where there is none.
 */
export function toCallerError(error: unknown): Error {
  if (error instanceof BackendError && isError(error.cause)) return error.cause
  return isError(error) ? error : new Error(String(error), { cause: error })
}

/** Not `instanceof`: it may be of another realm. */
const isError = (value: unknown): value is Error =>
  typeof value === 'object' && value !== null && 'message' in value && 'name' in value
