import { parseDictionary, Token } from 'structured-headers'
import type { ResponseDirectives } from './cache-control.ts'
import { maximumSeconds } from './delta-seconds.ts'
import { listMembers } from './list-members.ts'
import type { Seconds } from './units.ts'

/** The values of a targeted field by its directives' names; parameters are ignored (RFC 9213 §2.1). */
type Values = ReadonlyMap<string, unknown>

/**
 * Strings, which are left alone, and Decimals up to a 0 after the point (RFC 8941 §3.3.2, §3.3.3). A string that never closes
 * goes to the end, so that no text is scanned twice.
 */
const stringOrDecimal = /%"[^"]*"?|"(?:[^"\\]|\\.?)*"?|(=-?\d+\.)0/g

/** The parser makes a number of an Integer and of a Decimal. By a fraction that is not 0 the one is told from the other. */
function withFractions(field: string): string {
  return field.replace(stringOrDecimal, (text, decimal?: string) =>
    decimal === undefined ? text : `${decimal}1`,
  )
}

/** The members of a Dictionary (RFC 8941 §3.2); `null` where it is none. */
function valuesOf(field: string): Values | null {
  try {
    const members = [...parseDictionary(withFractions(field))]
    // Of an inner list, which no directive has for a value, only that it is there is of interest.
    return new Map(members.map(([name, [value]]) => [name, value]))
  } catch {
    return null
  }
}

/** A directive that permits something: RFC 9213 §2.1: only as a Boolean. */
function permits(values: Values, name: string): boolean {
  return values.get(name) === true
}

/** A directive that forbids something. RFC 8941 §3.3.6: `?0` says that it does not hold; whatever else stands there, it does. */
function forbids(values: Values, name: string): boolean {
  return values.has(name) && values.get(name) !== false
}

/** RFC 9213 §2.1: seconds are an Integer; what is of another type is not to be consumed. */
function seconds(values: Values, name: string): Seconds | null {
  const value = values.get(name)
  if (typeof value !== 'number' || !Number.isInteger(value)) return null
  return Math.min(Math.max(value, 0), maximumSeconds)
}

/** RFC 9213 §2.1: field names come as a String; one of them may be a Token. */
function fieldNames(values: Values, name: string): readonly string[] {
  const value = values.get(name)
  const text = value instanceof Token ? value.toString() : value
  return typeof text === 'string' ? listMembers(text.toLowerCase()) : []
}

/**
 * Reads a targeted field (RFC 9213 §2.1): a Dictionary of the directives of Cache-Control. `null` where it is empty or is
 * no Dictionary: then it is as if it were not there.
 *
 * @example
 * parseTargetedDirectives('max-age=60, private')?.maxAge // 60
 */
export function parseTargetedDirectives(field: string): ResponseDirectives | null {
  const values = valuesOf(field)
  if (values === null || values.size === 0) return null
  const noCacheFields = fieldNames(values, 'no-cache')
  const privateFields = fieldNames(values, 'private')
  return {
    noStore: forbids(values, 'no-store'),
    noCache: forbids(values, 'no-cache') && noCacheFields.length === 0,
    noCacheFields,
    private: forbids(values, 'private') && privateFields.length === 0,
    privateFields,
    public: permits(values, 'public'),
    mustRevalidate: forbids(values, 'must-revalidate'),
    proxyRevalidate: forbids(values, 'proxy-revalidate'),
    mustUnderstand: permits(values, 'must-understand'),
    immutable: permits(values, 'immutable'),
    noTransform: forbids(values, 'no-transform'),
    maxAge: seconds(values, 'max-age'),
    sMaxage: seconds(values, 's-maxage'),
    staleWhileRevalidate: seconds(values, 'stale-while-revalidate'),
    staleIfError: seconds(values, 'stale-if-error'),
  }
}
