import type { ResponseDirectives } from '../http/cache-control.ts'
import { hasField } from '../http/field-lines.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { isHeuristicallyCacheable } from './freshness.ts'
import { governingDirectives, type GoverningDirectives } from './governing-directives.ts'
import type { Policy } from './policy-options.ts'
import { qualifiedFields } from './qualified-fields.ts'
import type { RequestFacts } from './request-facts.ts'
import type { StorageOverrides } from './storage-overrides.ts'

/** Why a response is not stored. */
export type RefusalReason =
  | 'method'
  | 'status'
  | 'not-understood'
  | 'request-no-store'
  | 'no-store'
  | 'private'
  | 'authorization'
  | 'set-cookie'
  | 'vary-any'
  | 'not-cacheable'
  | 'never-reusable'

/** May a response be stored? `uncacheable`: the next one for the same key will hardly be either. */
export type Storability =
  { readonly type: 'storable' } | { readonly type: 'decline' | 'uncacheable'; readonly reason: RefusalReason }

/** A response that is about to be stored, and what it answers. */
export interface StorageQuestion {
  readonly facts: RequestFacts
  readonly candidate: StoredResponse
  readonly policy: Policy
  /** What was said of it in place of what it says itself. */
  readonly overrides?: StorageOverrides | undefined
}

/** The final statuses whose caching this cache implements. RFC 9110 §15, RFC 7725. */
const understood = new Set([
  200, 203, 204, 206, 300, 301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 406, 410, 414, 415, 421, 422,
  451, 500, 501, 502, 503, 504,
])

/** A 304 updates what is stored. RFC 6585 §3 to §6: the others may not be stored, whatever they say themselves. */
const neverStored = new Set([304, 428, 429, 431, 511])

/** What the request or the status forbids: nothing that the next response would share. */
function refusalOfExchange({ facts, candidate }: StorageQuestion): RefusalReason | null {
  // RFC 9111 §3: the method must be understood; the response to HEAD has no content that could be reused.
  if (facts.method !== 'GET') return 'method'
  // RFC 9111 §5.2.1.5
  if (facts.directives?.noStore === true) return 'request-no-store'
  const { status, part } = candidate
  // RFC 9111 §3: final.
  if (status < 200 || status > 599 || neverStored.has(status)) return 'status'
  // RFC 9111 §3.3: a 206 has to say which part it is.
  return status === 206 && part === null ? 'status' : null
}

/** What the response forbids. */
function refusalOfResponse(question: StorageQuestion, directives: ResponseDirectives): RefusalReason | null {
  const { candidate, policy } = question
  if (directives.mustUnderstand) {
    if (!understood.has(candidate.status)) return 'not-understood'
    // RFC 9111 §5.2.2.3: must-understand on a status that is understood sets no-store (§5.2.2.5) aside.
  } else if (directives.noStore) return 'no-store'
  // RFC 9111 §4.1: it would match no request.
  if (candidate.vary[0] === '*') return 'vary-any'
  if (!policy.shared) return null
  // RFC 9111 §5.2.2.7
  if (qualifiedFields(directives, policy).isPrivate) return 'private'
  // RFC 9111 §7.3 leaves it to the cache: a cookie is most often for one client.
  return policy.setCookie === 'refuse' && hasField(candidate.fields, 'set-cookie') ? 'set-cookie' : null
}

/** RFC 9111 §3.5: to a request with Authorization, a shared cache stores only what these directives permit. */
export function lacksPermission({ facts, candidate, policy }: StorageQuestion): boolean {
  return policy.shared && facts.hasAuthorization && !candidate.sharedWithAuthorization
}

/** RFC 9111 §3, last item, and §5.2.2.9: some sign that the response is meant to be cached. */
function isMeantToBeCached(
  { candidate, policy, overrides }: StorageQuestion,
  { directives, source }: GoverningDirectives,
): boolean {
  // Whoever gives it a lifetime means it to be cached. What forbids that is asked before.
  if (overrides?.ttl !== undefined || overrides?.maxAge !== undefined) return true
  if (directives.public || directives.maxAge !== null) return true
  // RFC 9213 §2.2: where a targeted field governs, Expires is ignored.
  if (source === 'cache-control' && hasField(candidate.fields, 'expires')) return true
  if (policy.shared ? directives.sMaxage !== null : directives.private) return true
  return isHeuristicallyCacheable(candidate.status)
}

/** Whether some later request may be answered with it: it is fresh for a while, can be validated, or served stale. */
function mayBeReused({ candidate, policy }: StorageQuestion): boolean {
  if (candidate.lifetime > candidate.initialAge) return true
  if (candidate.etag !== null || candidate.lastModified !== null) return true
  if (candidate.mustNotBeStale || candidate.mustValidate) return false
  const window = candidate.staleWhileRevalidate ?? policy.staleWhileRevalidate
  return window > 0 || (candidate.staleIfError ?? policy.staleIfError) > 0
}

const decline = (reason: RefusalReason): Storability => ({ type: 'decline', reason })

/**
 * Decides whether a response may be stored (RFC 9111 §3). One that no later request could be answered with is declined,
 * though the RFC would permit it: it would only take another's place. (max-stale and force-cache do without it.)
 */
export function decideStorage(question: StorageQuestion): Storability {
  const ofExchange = refusalOfExchange(question)
  if (ofExchange !== null) return decline(ofExchange)
  const { fields, status } = question.candidate
  const governing = governingDirectives(fields, question.policy)
  const ofResponse = refusalOfResponse(question, governing.directives)
  if (ofResponse !== null) {
    // An error says nothing of the responses after it.
    return { type: status >= 500 ? 'decline' : 'uncacheable', reason: ofResponse }
  }
  if (lacksPermission(question)) return decline('authorization')
  if (!isMeantToBeCached(question, governing)) return decline('not-cacheable')
  return mayBeReused(question) ? { type: 'storable' } : decline('never-reusable')
}
