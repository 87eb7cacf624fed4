import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis, Seconds } from '../http/units.ts'
import { timeToLive } from './current-age.ts'
import type { Policy } from './policy-options.ts'
import type { RequestFacts } from './request-facts.ts'
import { hasWhatIsAsked } from './satisfy-range.ts'

/** All that is known when the origin has failed: by an error status, by the transport, or by a deadline. */
export interface FailureFacts {
  readonly facts: RequestFacts
  /** The stored response that might stand in; `null` where there is none. */
  readonly stored: StoredResponse | null
  readonly now: Millis
  readonly policy: Policy
}

/** How long past its lifetime a stored response may stand in for an error; 0 where nobody permits it. */
export function windowOf({ facts, policy }: FailureFacts, stored: StoredResponse): Seconds {
  const byOrigin = stored.staleIfError
  const byClient = facts.directives?.staleIfError ?? null
  // RFC 5861 §4: either may permit it; each is an upper limit, so that both together are the smaller one.
  if (byOrigin !== null && byClient !== null) return Math.min(byOrigin, byClient)
  return byOrigin ?? byClient ?? policy.staleIfError
}

/**
 * Whether the stored response may stand in for an error (RFC 5861 §4). Permission is needed also while it is still fresh:
 * the client has then asked for validation, and only stale-if-error holds "regardless of other freshness information".
 */
export function mayMaskError(failure: FailureFacts): boolean {
  const { facts, stored, now } = failure
  // RFC 9111 §4.2.4, §5.2.2.2, §5.2.2.4: with these vetoes an error is to be seen.
  if (stored === null || stored.mustNotBeStale || stored.mustValidate) return false
  // RFC 9111 §3.3: nor may a part stand in for more than it has.
  if (!hasWhatIsAsked(facts, stored)) return false
  const window = windowOf(failure, stored)
  return window > 0 && -timeToLive(stored, now) < window
}
