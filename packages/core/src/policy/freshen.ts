import { isWeak, parseEntityTag, weaklyEqual } from '../http/entity-tag.ts'
import { fieldValue } from '../http/field-lines.ts'
import type { ResponseHead } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { createStoredResponse, type Exchange } from './create-stored.ts'
import type { Policy } from './policy-options.ts'
import { updatedFields } from './updated-fields.ts'

/**
 * Whether a 304 is about the stored response whose validators were sent. RFC 9111 §4.3.4. Of those that could have been
 * chosen it is the one that was: any other is older, and will not be chosen before it.
 *
 * Two cases go by what origins do. A 304 without validators is taken at its word: the validators were those of one response
 * (and RFC 9110 §15.4.5 does not ask for Last-Modified in it). And one whose entity tag differs in weakness only corresponds:
 * servers weaken the tag of a content-coded 200, but not of its 304.
 */
export function correspondsTo(stored: StoredResponse, { fields }: ResponseHead): boolean {
  const etag = parseEntityTag(fieldValue(fields, 'etag') ?? '')
  const lastModified = fieldValue(fields, 'last-modified')
  if (etag === null && lastModified === null) return true
  if (etag !== null && stored.etag !== null) return weaklyEqual(stored.etag, etag)
  // RFC 9111 §4.3.4: a strong validator that the stored response lacks identifies another one.
  if (etag !== null && !isWeak(etag)) return false
  // RFC 9111 §4.3.4: weak ones have to correspond, too.
  return lastModified !== null && lastModified === stored.lastModified
}

/**
 * The stored response as a 304, or the reply to a HEAD, updates it (RFC 9111 §3.2, §4.3.4, §4.3.5), everything computed
 * anew. `exchange.request` is the request that was answered: the stored response is right for it, so that selecting fields
 * which a changed Vary names are taken from it.
 */
export function freshenStored(stored: StoredResponse, exchange: Exchange, policy: Policy): StoredResponse {
  const { status, reason, part } = stored
  const reply = { status, reason, fields: updatedFields(stored, exchange) }
  // The body stays, and with it what it is a part of, whatever part this request asked for.
  const freshened = createStoredResponse({ ...exchange, reply }, policy)
  // What was once sensitive has not become less so: it is the same body.
  return { ...freshened, part, sensitive: freshened.sensitive || stored.sensitive }
}
