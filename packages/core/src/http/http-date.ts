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

/** What the groups of every form are called. */
type Parts = { readonly [part in 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second']: string }

/** RFC 9110 §5.6.7: a two-digit year that seems more than 50 years ahead is the latest past one with those digits. */
function fullYear(digits: string, now: Millis): number {
  const written = Number(digits)
  if (digits.length === 4) return written
  const thisYear = new Date(now).getUTCFullYear()
  const inThisCentury = thisYear - (thisYear % 100) + written
  return inThisCentury > thisYear + 50 ? inThisCentury - 100 : inThisCentury
}

/** The point in time that the parts of a date name; `null` where there is none such (30 February, 25 o'clock). */
function timeOf(parts: Parts, now: Millis): Millis | null {
  const hour = Number(parts.hour)
  const minute = Number(parts.minute)
  const second = Number(parts.second)
  // RFC 5322 §3.3: 60 is a leap second; it counts as the second after.
  if (hour > 23 || minute > 59 || second > 60) return null
  const monthIndex = months.indexOf(parts.month.toLowerCase())
  const date = new Date(0)
  // Unlike Date.UTC, this takes a year below 100 as it is.
  date.setUTCFullYear(fullYear(parts.year, now), monthIndex, Number(parts.day))
  if (date.getUTCMonth() !== monthIndex) return null
  return date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000
}

/**
 * Reads an HTTP date in any of its three forms; `null` for any other text. `now` decides the century of a two-digit year.
 *
 * @example
 * parseHttpDate('Sun, 06 Nov 1994 08:49:37 GMT', 0) // 784111777000
 */
export function parseHttpDate(text: string, now: Millis): Millis | null {
  for (const form of forms) {
    const parts = form.exec(text)?.groups
    // Every form has all of these groups.
    if (parts !== undefined) return timeOf(parts as Parts, now)
  }
  return null
}

/** Writes a time, rounded down to the second, as an HTTP date in the preferred form. RFC 9110 §5.6.7. */
export function formatHttpDate(time: Millis): string {
  // ECMAScript §21.4.4.43 fixes this form; for the years 0 to 9999 it is that of RFC 9110.
  return new Date(time).toUTCString()
}
