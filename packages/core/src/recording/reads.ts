import type { Millis } from '../http/units.ts'
import { RecordingError, type Place } from './recording-error.ts'
import { recordingLimits } from './recording-limits.ts'

/** Believes a value to be a T, or throws a RecordingError that names the place. */
export type Reads<T> = (value: unknown, place: Place) => T

/** What is read of a member that may be left out. */
export interface Optional<T> {
  readonly optional: Reads<T>
}

/** How each member of a T is read. */
export type Members<T> = {
  readonly [Name in keyof T]-?: undefined extends T[Name]
    ? Optional<Exclude<T[Name], undefined>>
    : Reads<T[Name]>
}

/** What was seen, short enough to be told. */
const seen = (value: unknown): string => {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  if (typeof value !== 'string') return String(value)
  return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
}

/** @throws RecordingError that says what was expected and what was seen */
export const refuse = (value: unknown, place: Place, expected: string): never => {
  throw new RecordingError(place, `expected ${expected}; seen: ${seen(value)}`)
}

const within = ({ line, member }: Place, name: string): Place => ({
  line,
  member: member === '' ? name : `${member}.${name}`,
})

/** A text of at most so many code units. */
export const readText: Reads<string> = (value, place) =>
  typeof value === 'string' && value.length <= recordingLimits.text
    ? value
    : refuse(value, place, `a text of at most ${recordingLimits.text} characters`)

/** RFC 9110 §5.6.2 */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/** A word of HTTP: a method, the name of a field. */
export const readToken: Reads<string> = (value, place) =>
  token.test(readText(value, place)) ? readText(value, place) : refuse(value, place, 'a token')

/** A number with an end. */
const readNumber: Reads<number> = (value, place) =>
  typeof value === 'number' && Number.isFinite(value) ? value : refuse(value, place, 'a number')

/** The last time, and with a minus the first, that a `Date` can have. ECMA-262 §21.4.1.1 */
const farthest = 8.64e15

/** A time, which others want to write as a date. */
export const readTime: Reads<Millis> = (value, place) =>
  Math.abs(readNumber(value, place)) <= farthest
    ? readNumber(value, place)
    : refuse(value, place, 'a time that has a date')

/** A number from 0 on. */
export const readAmount: Reads<number> = (value, place) => {
  const number = readNumber(value, place)
  return number >= 0 ? number : refuse(value, place, 'a number, 0 or more')
}

/** A whole number from 0 on. */
export const readCount: Reads<number> = (value, place) =>
  Number.isSafeInteger(value) ? readAmount(value, place) : refuse(value, place, 'a whole number, 0 or more')

/** What tells a transaction from the others of its cache. */
export const readId: Reads<number> = (value, place) => {
  const id = readCount(value, place)
  return id > 0 ? id : refuse(value, place, 'a whole number, 1 or more')
}

export const readFlag: Reads<boolean> = (value, place) =>
  typeof value === 'boolean' ? value : refuse(value, place, 'true or false')

/** One of some words. */
export const readOneOf = <const Word extends string | number>(words: readonly Word[]): Reads<Word> => {
  const known: ReadonlyMap<unknown, Word> = new Map(words.map((word) => [word, word]))
  return (value, place) => {
    const word = known.get(value)
    if (word !== undefined) return word
    return refuse(value, place, words.length > 12 ? 'a word that is known' : `one of ${words.join(', ')}`)
  }
}

export const readOrNull =
  <T>(read: Reads<T>): Reads<T | null> =>
  (value, place) =>
    value === null ? null : read(value, place)

export const optional = <T>(read: Reads<T>): Optional<T> => ({ optional: read })

/** A list, each of whose members is read in the same way. */
export const readListOf =
  <T extends string | null>(read: Reads<T>): Reads<readonly T[]> =>
  (value, place) => {
    if (!Array.isArray(value)) return refuse(value, place, 'a list')
    if (value.length > recordingLimits.members)
      return refuse(value, place, `at most ${recordingLimits.members} members`)
    const list = value.map((member: unknown, index) => read(member, within(place, String(index))))
    const length = list.reduce((sum, member) => sum + (member?.length ?? 0), 0)
    return length <= recordingLimits.list
      ? list
      : refuse(value, place, `at most ${recordingLimits.list} characters in all`)
  }

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value of a member of its own; what it inherits is none. */
export const ownMember = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined

/** An object with these members; what else it has stays behind. */
export const readMembers = <T extends object>(members: Members<T>): Reads<T> => {
  const rules = Object.entries<Reads<unknown> | Optional<unknown>>(members)
  return (value, place) => {
    if (!isObject(value)) return refuse(value, place, 'an object')
    const own: [string, unknown][] = []
    for (const [name, rule] of rules) {
      const isThere = Object.hasOwn(value, name)
      if (typeof rule === 'function') {
        if (!isThere) throw new RecordingError(within(place, name), 'it is missing')
        own.push([name, rule(value[name], within(place, name))])
      } else if (isThere) {
        own.push([name, rule.optional(value[name], within(place, name))])
      }
    }
    // It has what the rules say that a T has.
    return Object.fromEntries(own) as T
  }
}
