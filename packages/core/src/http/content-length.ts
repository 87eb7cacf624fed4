import { fieldValue } from './field-lines.ts'
import type { FieldLines } from './message.ts'

/** The length in bytes that Content-Length announces; `undefined` where it is absent, no length, or several. RFC 9110 §8.6. */
export function contentLengthOf(fields: FieldLines): number | undefined {
  const value = fieldValue(fields, 'content-length')
  return value === null ? undefined : lengthOf(value)
}

/** More digits than these may be more than a number can hold. */
const mostDigits = 15

/** Digit by digit: a reply's length is read several times. */
function lengthOf(text: string): number | undefined {
  if (text === '' || text.length > mostDigits) return undefined
  let length = 0
  for (let index = 0; index < text.length; index += 1) {
    const digit = text.charCodeAt(index) - 48
    if (digit < 0 || digit > 9) return undefined
    length = length * 10 + digit
  }
  return length
}
