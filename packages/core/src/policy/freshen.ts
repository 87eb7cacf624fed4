import { isWeak, parseEntityTag, weaklyEqual } from '../http/entity-tag.ts'
import { fieldValue, filterFields, hasField, withField } from '../http/field-lines.ts'
import { withoutConnectionFields } from '../http/hop-by-hop.ts'
import { formatHttpDate } from '../http/http-date.ts'
import type { FieldLines, ResponseHead } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { createStoredResponse, type Exchange } from './create-stored.ts'
import type { Policy } from './policy-options.ts'

/** What belongs to the stored body, of which a 304 (often made before any content coding) knows nothing. RFC 9111 §3.2. */
const ofTheBody = new Set(['content-encoding', 'content-length', 'content-range', 'content-type'])

/**
 * Whether a 304 is about the stored response whose validators were sent. RFC 9111 §4.3.4.
 *
 * Two cases go by what origins do. A 304 without validators is taken at its word: the validators were ours. And one whose
 * entity tag differs in weakness only corresponds: servers weaken the tag of a content-coded 200, but not of its 304.
 */
export function correspondsTo(stored: StoredResponse, notModified: ResponseHead): boolean {
  const etag = parseEntityTag(fieldValue(notModified.fields, 'etag') ?? '')
  if (etag !== null && stored.etag !== null) return weaklyEqual(stored.etag, etag)
  // RFC 9111 §4.3.4: a strong validator that the stored response lacks identifies another one.
  if (etag !== null && !isWeak(etag)) return false
  const lastModified = fieldValue(notModified.fields, 'last-modified')
  return lastModified === null || stored.lastModified === null || lastModified === stored.lastModified
}

/** The lines of a 304 that replace stored ones. */
function updatesOf(stored: StoredResponse, { reply, responseTime }: Exchange): FieldLines {
  const updates = filterFields(
    withoutConnectionFields(reply.fields),
    (name) => !ofTheBody.has(name) && !(name === 'etag' && stored.etag !== null),
  )
  // RFC 9110 §6.6.1: dated by us, or the age of the stored response would be counted on.
  return hasField(updates, 'date') ? updates : withField(updates, 'Date', formatHttpDate(responseTime))
}

function namesIn(fields: FieldLines): ReadonlySet<string> {
  return new Set(fields.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase()))
}

/**
 * The stored response as a 304 updates it (RFC 9111 §3.2, §4.3.4), everything computed anew. `exchange.request` is the
 * request that was validated: the 304 says that the stored response is right for it, so that selecting fields which a
 * changed Vary names are taken from it.
 */
export function freshenStored(stored: StoredResponse, exchange: Exchange, policy: Policy): StoredResponse {
  const updates = updatesOf(stored, exchange)
  const replaced = namesIn(updates)
  const fields = [...filterFields(stored.fields, (name) => !replaced.has(name)), ...updates]
  const { status, reason } = stored
  return createStoredResponse({ ...exchange, reply: { status, reason, fields } }, policy)
}
