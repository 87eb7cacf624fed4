import { contentLengthOf } from '../http/content-length.ts'
import { maximumSeconds } from '../http/delta-seconds.ts'
import { hasField } from '../http/field-lines.ts'
import { withoutConnectionFields } from '../http/hop-by-hop.ts'
import type { StoredPart, StoredResponse } from '../http/stored-response.ts'

/** How much a stored head may hold: a value with more of anything is not believed. Lengths are in UTF-16 code units. */
export const storedResponseLimits = Object.freeze({
  fieldLines: 4096,
  /** Of all names and values together; so for each of the other lists. */
  fieldsLength: 262_144,
  /** Selecting field names. */
  vary: 256,
  surrogateKeys: 8192,
  /** Of the reason phrase, a validator, the URL, the Range that was answered. */
  textLength: 65_536,
})

/** RFC 9110 §5.6.2 */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const lowerCaseToken = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/

/** RFC 9110 §5.5: what may stand in a field line. What is beyond could end it, or could not be written by anyone. */
const lineText = /^[\t\u0020-\u007e\u0080-\u00ff]*$/

/** What comes into no line of a message. Control characters would still deceive whoever reads them in a log or a listing. */
const plainText = /^[^\u0000-\u0008\u000a-\u001f\u007f]*$/

/** From year 0 to 9999: the dates that HTTP can write (RFC 9110 §5.6.7). */
const earliest = -62_167_219_200_000
const latest = 253_402_300_799_999

/** Whether a value is a T. */
type Guard<T> = (value: unknown) => value is T

const isBoolean: Guard<boolean> = (value) => typeof value === 'boolean'
const isNumber = (value: unknown, from: number, to: number): value is number =>
  typeof value === 'number' && value >= from && value <= to
const isMillis: Guard<number> = (value) => isNumber(value, earliest, latest)
const isSeconds: Guard<number> = (value) => isNumber(value, 0, maximumSeconds)
const isCount: Guard<number> = (value): value is number =>
  isNumber(value, 0, Number.MAX_SAFE_INTEGER) && Number.isInteger(value)
const isTextOf = (value: unknown, pattern: RegExp): value is string =>
  typeof value === 'string' && value.length <= storedResponseLimits.textLength && pattern.test(value)
const isLineText: Guard<string> = (value) => isTextOf(value, lineText)
const isPlainText: Guard<string> = (value) => isTextOf(value, plainText)
const orNull =
  <T>(guard: Guard<T>): Guard<T | null> =>
  (value): value is T | null =>
    value === null || guard(value)

/** What the members of a list are, by their index, and how many there may be. */
interface ListRule<T> {
  readonly most: number
  readonly isMember: (value: unknown, index: number) => value is T
}

const isList =
  <T extends string | null>({ most, isMember }: ListRule<T>): Guard<readonly T[]> =>
  (value): value is readonly T[] => {
    if (!Array.isArray(value) || value.length > most) return false
    let length = 0
    for (let index = 0; index < value.length; index += 1) {
      const member: unknown = value[index]
      if (!isMember(member, index)) return false
      length += member?.length ?? 0
    }
    return length <= storedResponseLimits.fieldsLength
  }

const isFieldPiece = (value: unknown, index: number): value is string =>
  isTextOf(value, index % 2 === 0 ? token : lineText)
const isLines = isList({ most: 2 * storedResponseLimits.fieldLines, isMember: isFieldPiece })

/** Whose end is told by its framing, not by its fields, and whose age is told when it is served. */
const isFields: Guard<readonly string[]> = (value): value is readonly string[] =>
  isLines(value) &&
  value.length % 2 === 0 &&
  withoutConnectionFields(value) === value &&
  !hasField(value, 'age') &&
  // RFC 9112 §6.3: one that is no length, or several, is what messages are smuggled by.
  (!hasField(value, 'content-length') || contentLengthOf(value) !== undefined)

const isSelectingName = (value: unknown): value is string => isTextOf(value, lowerCaseToken)
const isNames = isList({ most: storedResponseLimits.vary, isMember: isSelectingName })
const isVary: Guard<readonly string[]> = (value): value is readonly string[] =>
  isNames(value) && value.every((name, index) => index === 0 || (value[index - 1] ?? '') < name)

const isLabel = (value: unknown): value is string => isPlainText(value) && value !== ''
const isLabels = isList({ most: storedResponseLimits.surrogateKeys, isMember: isLabel })
const isSurrogateKeys: Guard<readonly string[]> = (value): value is readonly string[] =>
  isLabels(value) && (value.length < 2 || new Set(value).size === value.length)

/** A guard for every member. */
type Guards<T> = { readonly [Member in keyof T]-?: Guard<T[Member]> }

/** Whether each of these members is there, as a property of its own, and what it has to be. */
export function hasMembers<T extends object>(value: unknown, guards: Guards<T>): value is T {
  if (typeof value !== 'object' || value === null) return false
  for (const member in guards) {
    if (!Object.hasOwn(value, member)) return false
    // It is there, by the line above.
    if (!guards[member]((value as Record<string, unknown>)[member])) return false
  }
  return true
}

const partGuards: Guards<StoredPart> = {
  first: isCount,
  last: isCount,
  complete: orNull(isCount),
  length: isCount,
  range: isLineText,
}

/** RFC 9110 §14.4: a range that ends before it begins, or after the whole, is none. */
const isPart: Guard<StoredPart> = (value): value is StoredPart =>
  hasMembers(value, partGuards) &&
  value.first <= value.last &&
  (value.complete === null || value.last < value.complete)

/** What each member of a stored response has to be for itself. */
export const storedResponseGuards: Guards<StoredResponse> = {
  version: (value): value is 1 => value === 1,
  status: (value): value is number => isCount(value) && value >= 200 && value <= 599,
  reason: isLineText,
  fields: isFields,
  vary: isVary,
  varied: isList({ most: storedResponseLimits.vary, isMember: orNull(isPlainText) }),
  requestTime: isMillis,
  responseTime: isMillis,
  date: isMillis,
  initialAge: isSeconds,
  lifetime: isSeconds,
  heuristic: isBoolean,
  immutable: isBoolean,
  sharedWithAuthorization: isBoolean,
  mustValidate: isBoolean,
  mustNotBeStale: isBoolean,
  staleWhileRevalidate: orNull(isSeconds),
  staleIfError: orNull(isSeconds),
  etag: orNull(isLineText),
  lastModified: orNull(isLineText),
  lastModifiedTime: orNull(isMillis),
  part: orNull(isPart),
  surrogateKeys: isSurrogateKeys,
  url: orNull(isPlainText),
  sharedWith: (value): value is StoredResponse['sharedWith'] =>
    value === 'all' || value === 'cookieless' || value === 'none',
  sensitive: isBoolean,
}
