import { contentLengthOf } from '../http/content-length.ts'
import { parseEntityTag, weaklyEqual } from '../http/entity-tag.ts'
import { fieldValue } from '../http/field-lines.ts'
import type { FieldLines } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'

/** What a reply without the whole content says of the stored response: that it is still right, that it is not, or nothing. */
export type Evidence = 'agrees' | 'disagrees' | 'none'

/** The length of the whole, in bytes, where it is known. */
function wholeLength({ part, fields }: StoredResponse): number | undefined {
  return part === null ? contentLengthOf(fields) : (part.complete ?? undefined)
}

function judgeEtag(stored: StoredResponse, fields: FieldLines): Evidence {
  const etag = parseEntityTag(fieldValue(fields, 'etag') ?? '')
  if (etag === null) return 'none'
  // Servers weaken the tag of what they code, and HEAD is often answered before that.
  return stored.etag !== null && weaklyEqual(stored.etag, etag) ? 'agrees' : 'disagrees'
}

function judgeLastModified(stored: StoredResponse, fields: FieldLines): Evidence {
  const lastModified = fieldValue(fields, 'last-modified')
  if (lastModified === null) return 'none'
  return lastModified === stored.lastModified ? 'agrees' : 'disagrees'
}

/**
 * Holds the validators of a reply, and the length in bytes that it gives the whole, against those of the stored response
 * (RFC 9111 §4.3.5). A validator that the stored response lacks disagrees. An equal length alone is no evidence: other
 * content may be as long.
 */
export function evidenceOf(stored: StoredResponse, fields: FieldLines, length: number | undefined): Evidence {
  const own = wholeLength(stored)
  const validators = [judgeEtag(stored, fields), judgeLastModified(stored, fields)]
  const hasOtherLength = length !== undefined && own !== undefined && length !== own
  if (hasOtherLength || validators.includes('disagrees')) return 'disagrees'
  return validators.includes('agrees') ? 'agrees' : 'none'
}
