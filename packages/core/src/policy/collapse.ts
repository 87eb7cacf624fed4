import type { RequestHead } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { credentials } from './create-stored.ts'
import type { Policy } from './policy-options.ts'
import type { RequestFacts } from './request-facts.ts'
import { hasWhatIsAsked } from './satisfy-range.ts'
import { matchesVariant, selectingValues } from './select-variant.ts'
import { lacksPermission } from './storable.ts'

/** What is known of a request that is about to be forwarded. */
export interface CollapseQuestion {
  readonly request: RequestHead
  readonly facts: RequestFacts
  /** The stored response that was selected; `null` where there is none. */
  readonly stored: StoredResponse | null
  /** By which fields the origin selected the response that was stored last for this key; empty where none is. */
  readonly knownVary: readonly string[]
  readonly policy: Policy
}

/** What tells the fetches for one key apart: those that ask for the same have the same. */
export interface FlightIdentity {
  /** The selecting fields, as far as they are known, and the request's normalized value of each. RFC 9111 §4.1 */
  readonly names: readonly string[]
  readonly values: readonly (string | null)[]
  /** Range and If-Range, as they go to the origin; `null` where the whole is asked for. */
  readonly range: string | null
}

const whole: FlightIdentity = { names: [], values: [], range: null }

/**
 * RFC 9111 §3.5: what a user is answered who is known to the origin is not for others, unless it says so; of the next
 * response this is not known. So such requests wait for each other only where the stored one was for all.
 */
function isForOneUser({ facts, stored, policy }: CollapseQuestion): boolean {
  return policy.shared && facts.hasAuthorization && stored?.sharedWithAuthorization !== true
}

/** By what a request may share a fetch with others; `null` where it may not. RFC 9111 §4: collapsed requests. */
export function flightIdentity(question: CollapseQuestion): FlightIdentity | null {
  const { request, facts, knownVary, policy } = question
  if (knownVary[0] === '*' || isForOneUser(question)) return null
  const range = facts.range === null ? null : `${facts.range.text}\n${facts.range.ifRange ?? ''}`
  const names = policy.shared ? knownVary : [...new Set([...knownVary, ...credentials])]
  if (names.length === 0 && range === null) return whole
  return { names, values: selectingValues(request, names), range }
}

/** Whether a request with its own identity may wait for a fetch with another: all of what it asks for will come of it. */
export function mayFollow(own: FlightIdentity, { names, values, range }: FlightIdentity): boolean {
  if (range !== null && range !== own.range) return false
  if (names === own.names && values === own.values) return true
  return names.length === own.names.length && names.every((name, index) => name === own.names[index])
    ? values.every((value, index) => value === own.values[index])
    : false
}

/** Whether the response may go to a request that has waited for it, as far as cookies are concerned. */
export function isSharedWith({ hasCookie }: RequestFacts, { sharedWith }: StoredResponse): boolean {
  return sharedWith === 'all' || (sharedWith === 'cookieless' && !hasCookie)
}

/** Whether what has come for one request answers another that has waited for it, be it stale already. */
export function mayShare(
  { request, facts, policy }: Pick<CollapseQuestion, 'request' | 'facts' | 'policy'>,
  candidate: StoredResponse,
): boolean {
  // RFC 9111 §5.2.2.4: no-cache vetoes any use that the origin was not asked for.
  if (candidate.mustValidate || !isSharedWith(facts, candidate)) return false
  if (lacksPermission({ facts, candidate, policy })) return false
  return matchesVariant(request, candidate) && hasWhatIsAsked(facts, candidate)
}
