import { filterFields, hasField, withField } from '../http/field-lines.ts'
import { withoutConnectionFields } from '../http/hop-by-hop.ts'
import { formatHttpDate } from '../http/http-date.ts'
import type { FieldLines } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { Exchange } from './create-stored.ts'

/**
 * What describes the stored bytes, of which the new response (a 304 is often made before any content coding) knows nothing.
 * RFC 9111 §3.2 excepts Content-Length, what is processed on the way as Content-Range is, and what the integrity of the
 * stored response hangs on. Content-Type is not of that kind here: nothing is made of the bytes.
 */
const ofTheBytes = new Set([
  'content-digest',
  'content-encoding',
  'content-length',
  'content-md5',
  'content-range',
])

/** The lines of the new response that replace stored ones. */
function updatesOf(stored: StoredResponse, { reply, responseTime }: Exchange): FieldLines {
  const updates = filterFields(
    withoutConnectionFields(reply.fields),
    // The tag names the stored bytes. The new one may be equal in weakness only.
    (name) => !ofTheBytes.has(name) && !(name === 'etag' && stored.etag !== null),
  )
  // RFC 9110 §6.6.1: dated by us, or the age of the stored response would be counted on.
  return hasField(updates, 'date') ? updates : withField(updates, 'Date', formatHttpDate(responseTime))
}

function namesIn(fields: FieldLines): ReadonlySet<string> {
  return new Set(fields.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase()))
}

/** The stored lines, brought up to date by those of a newer response about the same representation. RFC 9111 §3.2. */
export function updatedFields(stored: StoredResponse, exchange: Exchange): FieldLines {
  const updates = updatesOf(stored, exchange)
  const replaced = namesIn(updates)
  return [...filterFields(stored.fields, (name) => !replaced.has(name)), ...updates]
}
