import { parseEntityTags, stronglyEqual, weaklyEqual } from '../http/entity-tag.ts'
import { parseHttpDate } from '../http/http-date.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis } from '../http/units.ts'
import type { RequestFacts } from './request-facts.ts'

function matchesAny(ifNoneMatch: string, etag: string | null): boolean {
  const tags = parseEntityTags(ifNoneMatch)
  // RFC 9110 §13.1.2: "*" stands for whatever there is; entity tags are compared weakly.
  if (tags === '*') return true
  return etag !== null && tags.some((tag) => weaklyEqual(tag, etag))
}

function isUnmodifiedSince(ifModifiedSince: string, stored: StoredResponse, now: Millis): boolean {
  if (ifModifiedSince === stored.lastModified) return true
  const since = parseHttpDate(ifModifiedSince, now)
  // RFC 9110 §13.1.3: what is no date, or several, is no condition.
  if (since === null) return false
  // RFC 9111 §4.3.2: without Last-Modified the Date takes its place.
  return (stored.lastModifiedTime ?? stored.date) <= since
}

/**
 * Whether the client's own conditions say that it has this response already; whatever part of it is asked for, as Range
 * comes after them (RFC 9110 §13.2.2, §14.2). RFC 9111 §4.3.2.
 */
export function isNotModified(facts: RequestFacts, stored: StoredResponse, now: Millis): boolean {
  // RFC 9111 §4.3.2: conditions are evaluated against a stored 200 or 206.
  if (stored.status !== 200 && stored.status !== 206) return false
  // RFC 9110 §13.1.3: If-Modified-Since is ignored beside If-None-Match.
  if (facts.ifNoneMatch !== null) return matchesAny(facts.ifNoneMatch, stored.etag)
  return facts.ifModifiedSince !== null && isUnmodifiedSince(facts.ifModifiedSince, stored, now)
}

/** Whether Last-Modified tells each state of the representation from every other. RFC 9110 §8.8.2.2. */
function isStrong({ lastModifiedTime, date }: StoredResponse): boolean {
  // RFC 9110 §8.8.2.2: within the second in which it was made, the representation may have changed again.
  return lastModifiedTime !== null && date - lastModifiedTime >= 1000
}

/** Whether If-Range is true of the stored response; otherwise Range is ignored. RFC 9110 §13.1.5. */
export function matchesIfRange(ifRange: string, stored: StoredResponse): boolean {
  const { etag, lastModified } = stored
  // RFC 9110 §13.1.5: an entity tag has a quote among its first three characters, a date has none.
  if (ifRange.slice(0, 3).includes('"')) return etag !== null && stronglyEqual(etag, ifRange)
  return ifRange === lastModified && isStrong(stored)
}
