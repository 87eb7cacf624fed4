import { withoutFields } from '../http/field-lines.ts'
import type { FieldLines } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'

/** What makes a response depend on what the client has already. RFC 9110 §13.1, §14.2. */
const conditions = new Set([
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'range',
])

/** The request's lines without its conditions and Range: the whole response is asked for, so that it can be stored. */
export function unconditionalFields(fields: FieldLines): FieldLines {
  return withoutFields(fields, conditions)
}

/** The same, with the stored response's validators as the only conditions. RFC 9111 §4.3.1. */
export function conditionalFields(fields: FieldLines, stored: StoredResponse): FieldLines {
  const lines = [...unconditionalFields(fields)]
  if (stored.etag !== null) lines.push('If-None-Match', stored.etag)
  if (stored.lastModified !== null) lines.push('If-Modified-Since', stored.lastModified)
  return lines
}
