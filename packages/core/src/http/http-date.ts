import type { Millis } from './units.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const monthPart = `(?<month>${months.join('|')})`
const timePart = String.raw`(?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2})`

/**
 * The three forms that a recipient accepts (RFC 9110 §5.6.7), in letters of any case (RFC 9111 §4.2). The name of the
 * day is redundant and not compared.
 */
const forms = [
  String.raw`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\d{2}) ${monthPart} (?<year>\d{4}) ${timePart} GMT$`,
  String.raw`^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\d{2})-${monthPart}-(?<year>\d{2}) ${timePart} GMT$`,
  String.raw`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${monthPart} (?<day>[ \d]\d) ${timePart} (?<year>\d{4})$`,
].map((pattern) => new RegExp(pattern, 'i'))

/** A date as it is written. */
interface Parts {
  readonly year: number
  /** 0 to 11. */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

/** RFC 9110 §5.6.7: a two-digit year that seems more than 50 years ahead is the latest past one with those digits. */
function fullYear(digits: string, now: Millis): number {
  const written = Number(digits)
  if (digits.length === 4) return written
  const thisYear = new Date(now).getUTCFullYear()
  const inThisCentury = thisYear - (thisYear % 100) + written
  return inThisCentury > thisYear + 50 ? inThisCentury - 100 : inThisCentury
}

/** The point in time that the parts of a date name; `null` where there is none such (30 February, 25 o'clock). */
function timeOf({ year, month, day, hour, minute, second }: Parts): Millis | null {
  // RFC 5322 §3.3: 60 is a leap second; it counts as the second after.
  if (hour > 23 || minute > 59 || second > 60) return null
  const date = new Date(0)
  // Unlike Date.UTC, this takes a year below 100 as it is.
  date.setUTCFullYear(year, month, day)
  if (date.getUTCMonth() !== month) return null
  return date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000
}

/** `name, day month year time GMT`, each in its place: the form that all but everybody writes. RFC 9110 §5.6.7. */
const preferredLength = 'Sun, 06 Nov 1994 08:49:37 GMT'.length
const dayNames = new Set(['Sun, ', 'Mon, ', 'Tue, ', 'Wed, ', 'Thu, ', 'Fri, ', 'Sat, '])
const monthsByName = new Map(
  months.map((name, index) => [` ${name.charAt(0).toUpperCase()}${name.slice(1)} `, index]),
)

/** The number that two digits are, from `index` on; NaN where there are none. */
function twoDigits(text: string, index: number): number {
  const tens = text.charCodeAt(index) - 48
  const ones = text.charCodeAt(index + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}

/** Reads the preferred form without a regular expression, in a quarter of its time; `null` for whatever else it is. */
function preferredParts(text: string): Parts | null {
  if (text.length !== preferredLength || !text.endsWith(' GMT') || !dayNames.has(text.slice(0, 5)))
    return null
  const month = monthsByName.get(text.slice(7, 12))
  if (month === undefined || text[19] !== ':' || text[22] !== ':' || text[16] !== ' ') return null
  const day = twoDigits(text, 5)
  const year = twoDigits(text, 12) * 100 + twoDigits(text, 14)
  const hour = twoDigits(text, 17)
  const minute = twoDigits(text, 20)
  const second = twoDigits(text, 23)
  // One that is no number makes no number of them all.
  if (Number.isNaN(day + year + hour + minute + second)) return null
  return { year, month, day, hour, minute, second }
}

/** Reads any of the three forms. */
function parseParts(text: string, now: Millis): Parts | null {
  for (const form of forms) {
    const groups = form.exec(text)?.groups
    if (groups === undefined) continue
    const { year = '', month = '', day, hour, minute, second } = groups
    return {
      year: fullYear(year, now),
      month: months.indexOf(month.toLowerCase()),
      day: Number(day),
      hour: Number(hour),
      minute: Number(minute),
      second: Number(second),
    }
  }
  return null
}

/**
 * Reads an HTTP date in any of its three forms; `null` for any other text. `now` decides the century of a two-digit year.
 *
 * @example
 * parseHttpDate('Sun, 06 Nov 1994 08:49:37 GMT', 0) // 784111777000
 */
export function parseHttpDate(text: string, now: Millis): Millis | null {
  if (text === '') return null
  const parts = preferredParts(text) ?? parseParts(text, now)
  return parts === null ? null : timeOf(parts)
}

/** Writes a time, rounded down to the second, as an HTTP date in the preferred form. RFC 9110 §5.6.7. */
export function formatHttpDate(time: Millis): string {
  // ECMAScript §21.4.4.43 fixes this form; for the years 0 to 9999 it is that of RFC 9110.
  return new Date(time).toUTCString()
}
