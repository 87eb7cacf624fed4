import { fieldValue, withoutFields, type FieldLines } from '@cachechart/core'

/** The codings that every fetch takes off by itself. */
const decodedByEveryFetch: ReadonlySet<string> = new Set(['gzip', 'x-gzip', 'deflate', 'br'])

const codingFields: ReadonlySet<string> = new Set(['content-encoding', 'content-length'])

/** The codings of a body, in the order in which they were put on, in lower case. RFC 9110 §8.4. */
export function contentCodings(fields: FieldLines): readonly string[] {
  const value = fieldValue(fields, 'content-encoding')
  if (value === null) return []
  const codings = value.split(',').map((coding) => coding.trim().toLowerCase())
  return codings.filter((coding) => coding !== '')
}

/** Whether a fetch hands the body out decoded: it knows all of its codings, or it decodes none. */
export const isDecodedByFetch = (codings: readonly string[]): boolean =>
  codings.length > 0 && codings.every((coding) => decodedByEveryFetch.has(coding))

/** The fields of the decoded body: RFC 9110 §8.4 and §8.6 speak of the bytes that were sent. */
export const withoutCoding = (fields: FieldLines): FieldLines => withoutFields(fields, codingFields)
