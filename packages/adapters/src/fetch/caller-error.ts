import { FetchFailure } from './fetch-failure.ts'
import { networkError } from './network-error.ts'

/** What the caller of fetch gets: what the fetch underneath threw, or a network error that has the cache's as cause. */
export function toCallerError(error: unknown, message?: 'terminated'): unknown {
  if (error instanceof FetchFailure && error.code !== 'ERR_BACKEND_CANCELLED') return error.thrown
  return networkError(error, message)
}
