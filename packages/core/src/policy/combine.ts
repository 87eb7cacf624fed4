import { formatContentRange, type ByteSpan, type ContentRange } from '../http/byte-ranges.ts'
import { contentLengthOf } from '../http/content-length.ts'
import { parseEntityTag, stronglyEqual } from '../http/entity-tag.ts'
import { fieldValue, withoutFields } from '../http/field-lines.ts'
import type { ResponseHead } from '../http/message.ts'
import { contentRangeOf } from '../http/partial-content.ts'
import type { StoredPart, StoredResponse } from '../http/stored-response.ts'
import { createStoredResponse, type Exchange } from './create-stored.ts'
import type { Policy } from './policy-options.ts'
import { isConsistent } from './stored-span.ts'
import { updatedFields } from './updated-fields.ts'
import type { Splice } from './verdicts.ts'

/** What becomes of a stored response and a part of the same representation. */
export interface Combination {
  readonly stored: StoredResponse
  /** Which slices of the stored body go around that of the reply. */
  readonly splice: Pick<Splice, 'before' | 'after'>
}

const lengthOf = ({ first, last }: ByteSpan) => last - first + 1

/** RFC 9110 §15.3.7.3: parts can only be combined if they have one strong validator in common. */
function areOfOneRepresentation(stored: StoredResponse, { fields }: ResponseHead): boolean {
  const etag = parseEntityTag(fieldValue(fields, 'etag') ?? '')
  const coding = fieldValue(fields, 'content-encoding')
  // RFC 9110 §8.8.3.3: codings of one content are to have tags of their own; some origins give them the same.
  const isSameCoding = coding === null || coding === fieldValue(stored.fields, 'content-encoding')
  return isSameCoding && etag !== null && stored.etag !== null && stronglyEqual(stored.etag, etag)
}

/** The bytes of a 206, where its length is what its Content-Range says. */
function spanOfReply(reply: ResponseHead): ContentRange | null {
  // RFC 9110 §14.4: what is invalid, or of another unit, is not recombined.
  const span = contentRangeOf(reply)
  if (span === null) return null
  const length = contentLengthOf(reply.fields)
  return length === undefined || length === lengthOf(span) ? span : null
}

/** The bytes of the stored response, where it is known which they are. */
function spanOfStored({ status, part, fields }: StoredResponse): ContentRange | null {
  if (part !== null) return isConsistent(part) ? part : null
  const length = contentLengthOf(fields) ?? 0
  return status === 200 && length > 0 ? { first: 0, last: length - 1, complete: length } : null
}

/** Both together; `null` where they leave a gap, or contradict each other about the whole. */
function unionOf(one: ContentRange, other: ContentRange): ContentRange | null {
  if (one.first > other.last + 1 || other.first > one.last + 1) return null
  const first = Math.min(one.first, other.first)
  const last = Math.max(one.last, other.last)
  const complete = one.complete ?? other.complete
  if (complete === null) return { first, last, complete }
  return last < complete && (other.complete ?? complete) === complete ? { first, last, complete } : null
}

/** What is kept of the stored body: where both have a byte, the new one counts. Offsets count from its own beginning. */
function spliceOf(own: ByteSpan, added: ByteSpan): Combination['splice'] {
  const from = added.last + 1 - own.first
  return {
    before: added.first > own.first ? { from: 0, to: added.first - own.first } : null,
    after: added.last < own.last ? { from, to: lengthOf(own) } : null,
  }
}

/** What is right for the content of one message alone. RFC 9530 §2 of Content-Digest. */
const ofTheContent = new Set(['content-digest', 'content-length', 'content-md5', 'content-range'])

/** The head and the part of a union of which more is stored, or known, than before. */
function enlarged(exchange: Exchange, union: ContentRange): { head: ResponseHead; part: StoredPart | null } {
  const length = lengthOf(union)
  const fields = [...withoutFields(exchange.reply.fields, ofTheContent), 'Content-Length', String(length)]
  // RFC 9110 §15.3.7.3: the entire range is a complete 200, with the complete length.
  if (length === union.complete) return { head: { status: 200, reason: 'OK', fields }, part: null }
  return {
    head: { ...exchange.reply, fields: [...fields, 'Content-Range', formatContentRange(union)] },
    part: { ...union, length, range: '' },
  }
}

/**
 * Combines a 206 with what is stored (RFC 9111 §3.4): the union of their bytes under the stored fields, which are updated by
 * the new ones, and everything computed anew. `null` where they may not be combined: RFC 9110 §15.3.7.3, §14.4.
 */
export function combineWith(stored: StoredResponse, exchange: Exchange, policy: Policy): Combination | null {
  const own = spanOfStored(stored)
  const added = spanOfReply(exchange.reply)
  if (own === null || added === null || !areOfOneRepresentation(stored, exchange.reply)) return null
  const union = unionOf(own, added)
  if (union === null) return null
  const updated = { status: stored.status, reason: stored.reason, fields: updatedFields(stored, exchange) }
  const base = { ...exchange, reply: updated }
  const isSame = lengthOf(union) === lengthOf(own) && union.complete === own.complete
  const { head, part } = isSame ? { head: updated, part: stored.part } : enlarged(base, union)
  const combined = createStoredResponse({ ...base, reply: head }, policy)
  return {
    stored: { ...combined, part, sensitive: combined.sensitive || stored.sensitive },
    splice: spliceOf(own, added),
  }
}
