import { fieldValue } from './field-lines.ts'
import type { FieldLines } from './message.ts'

/** The length in bytes that Content-Length announces; `undefined` where it is absent, no length, or several. RFC 9110 §8.6. */
export function contentLengthOf(fields: FieldLines): number | undefined {
  const value = fieldValue(fields, 'content-length')
  return value !== null && /^\d{1,15}$/.test(value) ? Number(value) : undefined
}
