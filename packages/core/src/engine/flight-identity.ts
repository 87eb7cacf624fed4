import type { StoredResponse } from '../http/stored-response.ts'
import { flightIdentity, mayFollow, mayShare, type FlightIdentity } from '../policy/collapse.ts'
import type { Millis } from '../http/units.ts'
import { decideReuse } from '../policy/reuse.ts'
import type { Transaction } from './transaction.ts'

export { isSameVariant } from '../http/same-variant.ts'
export { mayFollow, type FlightIdentity } from '../policy/collapse.ts'

/** What is known of stored responses for the key when a transaction may have to ask the origin. */
export interface KnownStored {
  readonly stored: StoredResponse | null
  /** By which fields the response that was stored last was selected. */
  readonly vary: readonly string[]
}

/** By what a transaction may share a fetch with others; `null` where it may not. */
export const identityOf = (
  { request, facts, policy, range }: Transaction,
  { stored, vary }: KnownStored,
): FlightIdentity | null => {
  if (facts === null) return null
  const asked = range === 'kept' ? facts : { ...facts, range: null }
  return flightIdentity({ request, facts: asked, stored, knownVary: vary, policy })
}

/** The name of a fetch among those for its key, for whoever knows no more of it; empty where there is only one. */
export const leaseVariant = ({ names, values, range }: FlightIdentity): string =>
  names.length === 0 && range === null ? '' : JSON.stringify([names, values, range])

/** Whether two fetches ask for the very same. */
export const isSameFetch = (one: FlightIdentity, other: FlightIdentity): boolean =>
  one.range === other.range && mayFollow(one, other)

/**
 * Whether what came for another transaction before this one asked may answer it: as if it were stored by now.
 * RFC 9111 §4: a body may be on its way for longer than its head is fresh.
 */
export const isFreshFor = (transaction: Transaction, stored: StoredResponse, now: Millis): boolean => {
  const { facts, mode, policy, waitedSince } = transaction
  if (facts === null) return false
  return (
    decideReuse({ facts, stored, variants: 'some', mode, waitedSince, now, policy }).type === 'lookup.fresh'
  )
}

/** Whether what has come for another transaction answers this one, too. */
export const isForBoth = ({ request, facts, policy }: Transaction, stored: StoredResponse): boolean =>
  facts !== null && mayShare({ request, facts, policy }, stored)
