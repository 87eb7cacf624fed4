import type { StoredResponse } from '../http/stored-response.ts'
import { flightIdentity, mayFollow, mayShare, type FlightIdentity } from '../policy/collapse.ts'
import type { Transaction } from './transaction.ts'

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

/** Whether two fetches ask for the very same. */
export const isSameFetch = (one: FlightIdentity, other: FlightIdentity): boolean =>
  one.range === other.range && mayFollow(one, other)

/** Whether what has come for another transaction answers this one, too. */
export const isForBoth = ({ request, facts, policy }: Transaction, stored: StoredResponse): boolean =>
  facts !== null && mayShare({ request, facts, policy }, stored)
