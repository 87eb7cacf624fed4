import type { RequestDirectives } from '../http/cache-control.ts'
import { isWeak } from '../http/entity-tag.ts'
import type { StoredPart, StoredResponse } from '../http/stored-response.ts'
import type { Millis, Seconds } from '../http/units.ts'
import { isSharedWith } from './collapse.ts'
import { currentAge } from './current-age.ts'
import type { Policy } from './policy-options.ts'
import type { RequestFacts } from './request-facts.ts'
import { hasWhatIsAsked } from './satisfy-range.ts'
import { lacksPermission } from './storable.ts'
import { missingSpan } from './stored-span.ts'
import type { Ask, CacheUse, ForwardReason, ReuseVerdict } from './verdicts.ts'

/** All that is known when a lookup has been answered. */
export interface ReuseQuestion {
  readonly facts: RequestFacts
  /** The selected variant; `null` where none matches. */
  readonly stored: StoredResponse | null
  /** Whether the key has stored responses at all: it tells a miss by URI from one by Vary. */
  readonly variants: 'none' | 'some'
  readonly mode: CacheUse
  /**
   * Since when the request has waited for another's fetch; `null` where it has not. What came in that time answers it,
   * even with a lifetime of 0: otherwise all who waited would ask one after the other.
   */
  readonly waitedSince: Millis | null
  readonly now: Millis
  readonly policy: Policy
}

const fresh: ReuseVerdict = { type: 'lookup.fresh' }
const unsatisfied: ReuseVerdict = { type: 'lookup.unsatisfied' }
const staleAccepted: ReuseVerdict = { type: 'lookup.stale', refresh: 'none' }
const staleWhileRevalidating: ReuseVerdict = { type: 'lookup.stale', refresh: 'elect' }

function forwarded(reason: ForwardReason, stored: StoredResponse): ReuseVerdict {
  const ask = stored.etag !== null || stored.lastModified !== null ? 'validate' : 'plain'
  return { type: 'lookup.obliged', reason, ask }
}

/** Whether the client's own limits exclude a response of this age, fresh or not. Ages are rounded down. */
export function isTooOld(directives: RequestDirectives, stored: StoredResponse, age: Seconds): boolean {
  const { maxAge, minFresh } = directives
  // RFC 9111 §5.2.1.3: lifetime at least age plus min-fresh.
  if (minFresh !== null && stored.lifetime < age + minFresh) return true
  // RFC 9111 §5.2.1.1. max-age=0 is how a browser reloads: it asks for validation even within the first second.
  if (maxAge === null || age < maxAge) return false
  // RFC 8246 §2, §2.1, §3: what is fresh and immutable is not validated because of a reload (no-cache forces it).
  return !(stored.lifetime > age && stored.immutable)
}

/** Whether a stale response may be served; vetoes come before every permission. */
function judgeStale(question: ReuseQuestion, stored: StoredResponse, staleness: Seconds): ReuseVerdict {
  const { directives } = question.facts
  // RFC 9111 §4.2.4: must-revalidate, proxy-revalidate and s-maxage forbid it, whatever the client accepts.
  if (stored.mustNotBeStale) return forwarded('stale', stored)
  // RFC 5861 §3
  const window = stored.staleWhileRevalidate ?? question.policy.staleWhileRevalidate
  const revalidating = staleness < window
  const maxStale = directives?.maxStale ?? null
  if (maxStale !== null) {
    // RFC 9111 §5.2.1.2: also the limit for stale-while-revalidate, as the client has said what it accepts.
    if (maxStale !== 'any' && staleness >= maxStale) return forwarded('stale', stored)
    return revalidating ? staleWhileRevalidating : staleAccepted
  }
  // RFC 9111 §5.2.1.1 and §5.2.1.3: a client that limits the age wants no stale response.
  const limited = directives !== null && (directives.maxAge !== null || directives.minFresh !== null)
  return revalidating && !limited ? staleWhileRevalidating : forwarded('stale', stored)
}

/** Whether it has come while the request waited, and is for it as well. */
export function hasWaitedFor({ waitedSince, facts }: ReuseQuestion, stored: StoredResponse): boolean {
  return waitedSince !== null && stored.responseTime >= waitedSince && isSharedWith(facts, stored)
}

/** RFC 9111 §4, for a request that leaves the choice to the cache. */
function judge(question: ReuseQuestion, stored: StoredResponse): ReuseVerdict {
  const { directives } = question.facts
  // RFC 9111 §5.2.2.4: no-cache in the response. It needs validation as a stale one does.
  if (stored.mustValidate) return forwarded('stale', stored)
  // RFC 9111 §5.2.1.4
  if (directives?.noCache === true) return forwarded('request', stored)
  // RFC 9111 §4: it has come for this request, too, which was collapsed with the one that asked.
  if (hasWaitedFor(question, stored)) return fresh
  const age = currentAge(stored, question.now)
  // RFC 9111 §4.2: fresh while its lifetime exceeds its age.
  const isFresh = stored.lifetime > age
  if (directives !== null && isTooOld(directives, stored, age)) {
    return forwarded(isFresh ? 'request' : 'stale', stored)
  }
  return isFresh ? fresh : judgeStale(question, stored, age - stored.lifetime)
}

/**
 * Whether the rest of a part may be asked for: with a strong entity tag at any time (RFC 9110 §13.1.5), without one while
 * the part is fresh. With a weak one it never is of use: RFC 9110 §15.3.7.3.
 */
function isWorthCompleting({ etag }: StoredResponse, verdict: ReuseVerdict): boolean {
  return etag === null ? verdict.type === 'lookup.fresh' : !isWeak(etag)
}

/**
 * What the origin is asked for where a part lacks something: no 304, which would leave it as incomplete as it is.
 * RFC 9111 §4.3.2.
 */
function askBeyond({ facts }: ReuseQuestion, part: StoredPart): Ask {
  if (facts.method !== 'GET' || facts.range !== null) return 'plain'
  return missingSpan(part) === null ? 'plain' : 'complete'
}

/** What becomes of the verdict on a part, as far as it does not have what is asked for. RFC 9111 §3.3. */
function judgePart(question: ReuseQuestion, stored: StoredResponse, verdict: ReuseVerdict): ReuseVerdict {
  const { part } = stored
  if (part === null || hasWhatIsAsked(question.facts, stored)) return verdict
  // RFC 9211 §2.2: the first that holds: it is stale, the client did not want it, or it is only a part.
  const reason = verdict.type === 'lookup.obliged' ? verdict.reason : 'partial'
  const ask = isWorthCompleting(stored, verdict) ? askBeyond(question, part) : 'plain'
  return { type: 'lookup.obliged', reason, ask }
}

function judgeByMode(question: ReuseQuestion, stored: StoredResponse): ReuseVerdict {
  switch (question.mode) {
    case 'default':
    case 'fresh':
      return judgePart(question, stored, judge(question, stored))
    // Fetch §4.6: these two take what matches, paying no attention to staleness, nor to no-cache and must-revalidate.
    case 'force-cache':
    case 'only-if-cached': {
      const isFresh = stored.lifetime > currentAge(stored, question.now)
      return judgePart(question, stored, isFresh ? fresh : staleAccepted)
    }
    case 'no-cache':
      return judgePart(question, stored, forwarded('request', stored))
    // Fetch §4.6: neither looks at what is stored. (A request with `no-store` is never admitted to a lookup.)
    case 'reload':
    case 'invalidate':
    case 'no-store':
      return { type: 'lookup.obliged', reason: 'request', ask: 'plain' }
  }
}

/**
 * RFC 9111 §3.5: what the origin tells a user who is known to it may not become part of a response for all. So a response
 * for all is neither validated nor refreshed with a user's name on the question.
 */
function forUser({ facts, stored, policy }: ReuseQuestion, verdict: ReuseVerdict): ReuseVerdict {
  const asksOrigin = verdict.type === 'lookup.obliged' || verdict === staleWhileRevalidating
  if (!asksOrigin || stored === null || !lacksPermission({ facts, candidate: stored, policy })) return verdict
  return verdict.type === 'lookup.obliged' ? { ...verdict, ask: 'plain' } : staleAccepted
}

/** Decides whether the stored response, or none, may answer the request now. RFC 9111 §4. */
export function decideReuse(question: ReuseQuestion): ReuseVerdict {
  const { facts, stored, mode, variants } = question
  const onlyIfCached =
    mode === 'only-if-cached' || mode === 'fresh' || facts.directives?.onlyIfCached === true
  const verdict: ReuseVerdict =
    stored === null
      ? { type: 'lookup.obliged', reason: variants === 'none' ? 'uri-miss' : 'vary-miss', ask: 'plain' }
      : judgeByMode(question, stored)
  if (!onlyIfCached) return forUser(question, verdict)
  // RFC 9111 §5.2.1.7: a stored response or a 504; the origin is not asked, not even in the background.
  if (verdict.type === 'lookup.obliged') return unsatisfied
  return verdict.type === 'lookup.stale' ? staleAccepted : verdict
}
