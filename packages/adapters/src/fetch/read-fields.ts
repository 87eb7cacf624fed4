import type { FieldLines } from '@cachechart/core'
import { toFieldLines } from '../fetch-standard/field-lines.ts'

/** The fields of a request whose caller has a cache of its own: Fetch §4.5, HTTP-network-or-cache fetch, step 15. */
const conditions = new Set([
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
])

/**
 * The headers of a request as field lines: names in lower case, in the order of the alphabet.
 *
 * @throws TypeError for a name or value that is not valid
 */
export const readFields = (init: NonNullable<RequestInit['headers']>): FieldLines =>
  toFieldLines(init instanceof Headers ? init : new Headers(init))

/** Whether one of the fields is a condition. */
export function hasConditions(fields: FieldLines): boolean {
  for (let index = 0; index < fields.length; index += 2) {
    if (conditions.has((fields[index] ?? '').toLowerCase())) return true
  }
  return false
}
