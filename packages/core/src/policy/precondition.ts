import { parseEntityTags, weaklyEqual } from '../http/entity-tag.ts'
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
  // RFC 9110 §13.1.3: an invalid date is no condition.
  if (since === null) return false
  const lastModified = stored.lastModified === null ? null : parseHttpDate(stored.lastModified, now)
  // RFC 9111 §4.3.2: without Last-Modified the Date takes its place.
  return (lastModified ?? stored.date) <= since
}

/** Whether the client's own conditions say that it has this response already. RFC 9111 §4.3.2. */
export function isNotModified(facts: RequestFacts, stored: StoredResponse, now: Millis): boolean {
  // RFC 9111 §4.3.2: conditions are evaluated against a stored 200.
  if (stored.status !== 200) return false
  // RFC 9110 §13.1.3: If-Modified-Since is ignored beside If-None-Match.
  if (facts.ifNoneMatch !== null) return matchesAny(facts.ifNoneMatch, stored.etag)
  return facts.ifModifiedSince !== null && isUnmodifiedSince(facts.ifModifiedSince, stored, now)
}
