import { parseContentRange, type ContentRange } from './byte-ranges.ts'
import { fieldValue } from './field-lines.ts'
import type { FieldLines, ResponseHead } from './message.ts'

const multipart = /^multipart\/byteranges[ \t]*(?:;|$)/i

/** RFC 9110 §15.3.7.2: there each part says by itself what it is, and the content as a whole is no piece of anything. */
function isMultipart(fields: FieldLines): boolean {
  return multipart.test((fieldValue(fields, 'content-type') ?? '').trim())
}

/**
 * The bytes of the representation that a partial response carries. `null` for every other response, for several parts in
 * one, and where it does not say, or says what is invalid. RFC 9110 §14.4, §15.3.7.1.
 */
export function contentRangeOf({ status, fields }: ResponseHead): ContentRange | null {
  // RFC 9110 §14.4: other statuses give it no meaning; in a 416 it is of another form.
  if (status !== 206 || isMultipart(fields)) return null
  return parseContentRange(fieldValue(fields, 'content-range') ?? '')
}
