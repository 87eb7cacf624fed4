import { maximumSeconds } from '../http/delta-seconds.ts'
import { fieldValue } from '../http/field-lines.ts'
import { parseHttpDate } from '../http/http-date.ts'
import type { FieldLines } from '../http/message.ts'
import type { Millis, Seconds } from '../http/units.ts'
import type { GoverningDirectives } from './governing-directives.ts'
import type { Policy } from './policy-options.ts'

/** What a freshness lifetime is computed from. */
export interface FreshnessFacts {
  readonly status: number
  readonly fields: FieldLines
  readonly governing: GoverningDirectives
  /** The value of Date, or when the response came. */
  readonly date: Millis
  readonly responseTime: Millis
}

/** A freshness lifetime, and what it rests on. */
export interface Freshness {
  readonly lifetime: Seconds
  readonly basis: 'explicit' | 'heuristic' | 'none'
}

/** RFC 9110 §15.1, and of 451 RFC 7725 §3. */
const heuristicallyCacheable = new Set([200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 451, 501])

/** Whether a response of this status may be stored, and given a lifetime, where the origin says nothing. */
export function isHeuristicallyCacheable(status: number): boolean {
  return heuristicallyCacheable.has(status)
}

function secondsBetween(start: Millis, end: Millis): Seconds {
  return Math.min(Math.max(Math.floor((end - start) / 1000), 0), maximumSeconds)
}

const explicit = (lifetime: Seconds): Freshness => ({ lifetime, basis: 'explicit' })

/** RFC 9111 §4.2.2: a share of the time for which the response has not changed. */
function heuristicFreshness(facts: FreshnessFacts, policy: Policy): Freshness {
  const { status, fields, governing, date, responseTime } = facts
  const permitted = isHeuristicallyCacheable(status) || governing.directives.public
  const lastModified = permitted
    ? parseHttpDate(fieldValue(fields, 'last-modified') ?? '', responseTime)
    : null
  if (lastModified === null) return { lifetime: 0, basis: 'none' }
  const share = Math.floor(secondsBetween(lastModified, date) * policy.heuristicFraction)
  return { lifetime: Math.min(share, policy.heuristicMaximum), basis: 'heuristic' }
}

/** The freshness lifetime: the first of these that is there. RFC 9111 §4.2.1. */
export function freshnessOf(facts: FreshnessFacts, policy: Policy): Freshness {
  const { fields, governing, date, responseTime } = facts
  const { directives, source } = governing
  // RFC 9111 §5.2.2.10: s-maxage is for shared caches only.
  if (policy.shared && directives.sMaxage !== null) return explicit(directives.sMaxage)
  // RFC 9111 §5.2.2.1
  if (directives.maxAge !== null) return explicit(directives.maxAge)
  // RFC 9213 §2.2: where a targeted field governs, Expires is ignored.
  const expires = source === 'targeted' ? null : fieldValue(fields, 'expires')
  if (expires === null) return heuristicFreshness(facts, policy)
  // RFC 9111 §5.3: an invalid date, "0" above all, means already expired.
  return explicit(secondsBetween(date, parseHttpDate(expires, responseTime) ?? date))
}
