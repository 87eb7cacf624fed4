import type { ResponseDirectives } from '../http/cache-control.ts'
import { hasField } from '../http/field-lines.ts'
import type { ResponseHead } from '../http/message.ts'
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
export type Storability = { readonly type: 'storable' } | Refusal

interface Refusal {
  readonly type: 'decline' | 'uncacheable'
  readonly reason: RefusalReason
}

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

/** A reply to a request, before anything of it has been computed. */
export interface ReplyQuestion {
  readonly facts: RequestFacts
  readonly reply: Pick<ResponseHead, 'status' | 'fields'>
  readonly policy: Policy
}

/** What the request or the status forbids: nothing that the next response would share. */
function refusalOfExchange({ facts, reply: { status } }: ReplyQuestion): RefusalReason | null {
  // RFC 9111 §3: the method must be understood; the response to HEAD has no content that could be reused.
  if (facts.method !== 'GET') return 'method'
  // RFC 9111 §5.2.1.5
  if (facts.directives?.noStore === true) return 'request-no-store'
  // RFC 9111 §3: final.
  return status < 200 || status > 599 || neverStored.has(status) ? 'status' : null
}

/** What the response forbids. */
function refusalOfResponse(
  { reply: { status, fields }, policy }: ReplyQuestion,
  directives: ResponseDirectives,
): RefusalReason | null {
  if (directives.mustUnderstand) {
    if (!understood.has(status)) return 'not-understood'
    // RFC 9111 §5.2.2.3: must-understand on a status that is understood sets no-store (§5.2.2.5) aside.
  } else if (directives.noStore) return 'no-store'
  if (!policy.shared) return null
  const { isPrivate, excepted } = qualifiedFields(directives, policy)
  // RFC 9111 §5.2.2.7
  if (isPrivate) return 'private'
  // RFC 9111 §7.3 leaves it to the cache: a cookie is most often for one client.
  const isRefused = policy.setCookie === 'refuse' && !excepted.includes('set-cookie')
  return isRefused && hasField(fields, 'set-cookie') ? 'set-cookie' : null
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

const decline = (reason: RefusalReason): Refusal => ({ type: 'decline', reason })

/** An error says nothing of the responses after it. */
const refuse = (status: number, reason: RefusalReason): Refusal => ({
  type: status >= 500 ? 'decline' : 'uncacheable',
  reason,
})

/** What keeps a reply from being stored at first sight; `null` where nothing does. All of it is in `decideStorage`, too. */
export function refusedAtSight(question: ReplyQuestion): Refusal | null {
  const { status, fields } = question.reply
  const ofExchange = refusalOfExchange(question)
  if (ofExchange !== null) return decline(ofExchange)
  const { directives } = governingDirectives(fields, question.policy)
  const ofResponse = refusalOfResponse(question, directives)
  return ofResponse === null ? null : refuse(status, ofResponse)
}

/**
 * Decides whether a response may be stored (RFC 9111 §3). One that no later request could be answered with is declined,
 * though the RFC would permit it: it would only take another's place. (max-stale and force-cache do without it.)
 */
export function decideStorage(question: StorageQuestion): Storability {
  const { facts, candidate, policy } = question
  return refusedAtSight({ facts, reply: candidate, policy }) ?? decideAtLength(question)
}

/** The same of a reply that is not refused at sight. */
export function decideAtLength(question: StorageQuestion): Storability {
  const { candidate, policy } = question
  const { status, part, vary, fields } = candidate
  // RFC 9111 §3.3: a 206 has to say which part it is.
  if (status === 206 && part === null) return decline('status')
  // RFC 9111 §4.1: it would match no request.
  if (vary[0] === '*') return refuse(status, 'vary-any')
  if (lacksPermission(question)) return decline('authorization')
  if (!isMeantToBeCached(question, governingDirectives(fields, policy))) return decline('not-cacheable')
  return mayBeReused(question) ? { type: 'storable' } : decline('never-reusable')
}
