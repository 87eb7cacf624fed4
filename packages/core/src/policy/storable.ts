import { parseResponseDirectives, type ResponseDirectives } from '../http/cache-control.ts'
import { fieldValue, hasField } from '../http/field-lines.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { isHeuristicallyCacheable } from './freshness.ts'
import type { Policy } from './policy-options.ts'
import type { RequestFacts } from './request-facts.ts'

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
}

/** The final statuses whose caching this cache implements; 206 and 304 are not among them. RFC 9110 §15. */
const understood = new Set([
  200, 203, 204, 300, 301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 406, 410, 414, 415, 421, 422, 429,
  451, 500, 501, 502, 503, 504,
])

/** What the request or the status forbids: nothing that the next response would share. */
function refusalOfExchange({ facts, candidate }: StorageQuestion): RefusalReason | null {
  // RFC 9111 §3: the method must be understood; the response to HEAD has no content that could be reused.
  if (facts.method !== 'GET') return 'method'
  if (facts.directives?.noStore === true) return 'request-no-store'
  const { status } = candidate
  // RFC 9111 §3: final; and 206 and 304 only by a cache that puts parts together.
  if (status < 200 || status > 599 || status === 206 || status === 304) return 'status'
  return null
}

/** What the response forbids. */
function refusalOfResponse(question: StorageQuestion, directives: ResponseDirectives): RefusalReason | null {
  const { candidate, policy } = question
  if (directives.mustUnderstand) {
    if (!understood.has(candidate.status)) return 'not-understood'
    // RFC 9111 §5.2.2.3: must-understand on a status that is understood sets no-store aside.
  } else if (directives.noStore) return 'no-store'
  // RFC 9111 §4.1: it would match no request.
  if (candidate.vary[0] === '*') return 'vary-any'
  if (!policy.shared) return null
  // RFC 9111 §5.2.2.7: the form that names fields is taken as one that names none.
  if (directives.private || directives.privateFields.length > 0) return 'private'
  // RFC 9111 §7.3 leaves it to the cache: a cookie is most often for one client.
  return hasField(candidate.fields, 'set-cookie') ? 'set-cookie' : null
}

/** RFC 9111 §3.5: to a request with Authorization, a shared cache stores only what these directives permit. */
export function lacksPermission({ facts, candidate, policy }: StorageQuestion): boolean {
  if (!policy.shared || !facts.hasAuthorization) return false
  const directives = parseResponseDirectives(fieldValue(candidate.fields, 'cache-control') ?? '')
  return !directives.public && !directives.mustRevalidate && directives.sMaxage === null
}

/** RFC 9111 §3, last item: some sign that the response is meant to be cached. */
function isMeantToBeCached({ candidate, policy }: StorageQuestion, directives: ResponseDirectives): boolean {
  if (directives.public || directives.maxAge !== null || hasField(candidate.fields, 'expires')) return true
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
  const directives = parseResponseDirectives(fieldValue(fields, 'cache-control') ?? '')
  const ofResponse = refusalOfResponse(question, directives)
  if (ofResponse !== null) {
    // An error says nothing of the responses after it.
    return { type: status >= 500 ? 'decline' : 'uncacheable', reason: ofResponse }
  }
  if (lacksPermission(question)) return decline('authorization')
  if (!isMeantToBeCached(question, directives)) return decline('not-cacheable')
  return mayBeReused(question) ? { type: 'storable' } : decline('never-reusable')
}
