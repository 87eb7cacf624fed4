import type { Millis, StoredResponse } from '@cachechart/core'

const longest: Millis = 10 * 365 * 86_400_000

/**
 * How long a response is worth its room from now on: as long as it is fresh, and then as long as it may be served stale, or as
 * long as it is kept for validation (`keep`), whichever is more.
 */
export function entryLife(response: StoredResponse, now: Millis, keep: Millis): Millis {
  const { responseTime, lifetime, initialAge, staleWhileRevalidate, staleIfError } = response
  const fresh = Math.max(0, responseTime + (lifetime - initialAge) * 1000 - now)
  const stale = 1000 * Math.max(staleWhileRevalidate ?? 0, staleIfError ?? 0)
  return Math.ceil(Math.min(longest, Math.max(1000, fresh + Math.max(stale, keep))))
}
