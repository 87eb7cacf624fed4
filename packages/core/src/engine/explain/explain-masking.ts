import { timeToLive } from '../../policy/current-age.ts'
import { hasWhatIsAsked } from '../../policy/satisfy-range.ts'
import { mayMaskError, windowOf, type FailureFacts } from '../../policy/stale-if-error.ts'
import type { ExplainedReason } from './explanation.ts'
import { reasonOf, seconds } from './reason-clauses.ts'

/** Why the stored response may stand in for an error, or may not. RFC 5861 §4 */
export function explainMasking(failure: FailureFacts): ExplainedReason {
  const { stored, now, facts } = failure
  if (stored === null) return unmasked('Nothing is stored that could stand in for the error.')
  if (stored.mustNotBeStale)
    return unmasked('The stored response may not be served stale, not even in place of an error.')
  if (stored.mustValidate)
    return unmasked('The stored response may not be reused before the origin was asked (no-cache).')
  if (!hasWhatIsAsked(facts, stored))
    return unmasked('The stored response is a part that does not have all that is asked for.')
  const window = windowOf(failure, stored)
  const numbers = [seconds('stale-if-error', window), seconds('freshness left', timeToLive(stored, now))]
  if (mayMaskError(failure)) {
    const because = `The stored response may stand in for an error for ${window} s after it has become stale (stale-if-error).`
    return reasonOf('reply.error-masked', because, numbers)
  }
  return window === 0
    ? unmasked('Nobody permits that the stored response stands in for an error (stale-if-error).')
    : unmasked(
        `The stored response could have stood in for an error for ${window} s after it had become stale; that is over.`,
        numbers,
      )
}

const unmasked = (because: string, facts: ExplainedReason['facts'] = []): ExplainedReason =>
  reasonOf('reply.error-unmasked', because, facts)
