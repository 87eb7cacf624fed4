import { parseResponseDirectives, type RequestDirectives } from '../http/cache-control.ts'
import { fieldValue } from '../http/field-lines.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis, Seconds } from '../http/units.ts'
import { currentAge } from './current-age.ts'
import type { Policy } from './policy-options.ts'
import type { RequestFacts } from './request-facts.ts'
import { lacksPermission } from './storable.ts'
import type { CacheMode, ForwardReason, ReuseVerdict } from './verdicts.ts'

/** All that is known when a lookup has been answered. */
export interface ReuseQuestion {
  readonly facts: RequestFacts
  /** The selected variant; `null` where none matches. */
  readonly stored: StoredResponse | null
  /** Whether the key has stored responses at all: it tells a miss by URI from one by Vary. */
  readonly variants: 'none' | 'some'
  readonly mode: CacheMode
  readonly now: Millis
  readonly policy: Policy
}

const fresh: ReuseVerdict = { type: 'lookup.fresh' }
const unsatisfied: ReuseVerdict = { type: 'lookup.unsatisfied' }
const staleAccepted: ReuseVerdict = { type: 'lookup.stale', refresh: 'none' }
const staleWhileRevalidating: ReuseVerdict = { type: 'lookup.stale', refresh: 'elect' }

function forwarded(reason: ForwardReason, stored: StoredResponse): ReuseVerdict {
  const validate = stored.etag !== null || stored.lastModified !== null
  return { type: 'lookup.obliged', reason, validate }
}

function isImmutable(stored: StoredResponse): boolean {
  return parseResponseDirectives(fieldValue(stored.fields, 'cache-control') ?? '').immutable
}

/** Whether the client's own limits exclude a response of this age, fresh or not. Ages are rounded down. */
function isTooOld(directives: RequestDirectives, stored: StoredResponse, age: Seconds): boolean {
  const { maxAge, minFresh } = directives
  // RFC 9111 §5.2.1.3: lifetime at least age plus min-fresh.
  if (minFresh !== null && stored.lifetime < age + minFresh) return true
  // RFC 9111 §5.2.1.1. max-age=0 is how a browser reloads: it asks for validation even within the first second.
  if (maxAge === null || age < maxAge) return false
  // RFC 8246 §2: what is fresh and immutable is not validated because of a reload (no-cache still forces it).
  return !(stored.lifetime > age && isImmutable(stored))
}

/** Whether a stale response may be served; vetoes come before every permission. */
function judgeStale(question: ReuseQuestion, stored: StoredResponse, staleness: Seconds): ReuseVerdict {
  const { directives } = question.facts
  // RFC 9111 §4.2.4: must-revalidate, proxy-revalidate and s-maxage forbid it, whatever the client accepts.
  if (stored.mustNotBeStale) return forwarded('stale', stored)
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

/** RFC 9111 §4, for a request that leaves the choice to the cache. */
function judge(question: ReuseQuestion, stored: StoredResponse): ReuseVerdict {
  const { directives } = question.facts
  // RFC 9111 §5.2.2.4: no-cache in the response. It needs validation as a stale one does.
  if (stored.mustValidate) return forwarded('stale', stored)
  // RFC 9111 §5.2.1.4
  if (directives?.noCache === true) return forwarded('request', stored)
  const age = currentAge(stored, question.now)
  // RFC 9111 §4.2: fresh while its lifetime exceeds its age.
  const isFresh = stored.lifetime > age
  if (directives !== null && isTooOld(directives, stored, age)) {
    return forwarded(isFresh ? 'request' : 'stale', stored)
  }
  return isFresh ? fresh : judgeStale(question, stored, age - stored.lifetime)
}

function judgeByMode(question: ReuseQuestion, stored: StoredResponse): ReuseVerdict {
  switch (question.mode) {
    case 'default':
      return judge(question, stored)
    // Fetch §4.6: these two take what matches, paying no attention to staleness, nor to no-cache and must-revalidate.
    case 'force-cache':
    case 'only-if-cached':
      return stored.lifetime > currentAge(stored, question.now) ? fresh : staleAccepted
    case 'no-cache':
      return forwarded('request', stored)
    // Fetch §4.6: neither looks at what is stored. (A request with `no-store` is never admitted to a lookup.)
    case 'reload':
    case 'no-store':
      return { type: 'lookup.obliged', reason: 'request', validate: false }
  }
}

/**
 * RFC 9111 §3.5: what the origin tells a user who is known to it may not become part of a response for all. So a response
 * for all is neither validated nor refreshed with a user's name on the question.
 */
function forUser({ facts, stored, policy }: ReuseQuestion, verdict: ReuseVerdict): ReuseVerdict {
  const asksOrigin = verdict.type === 'lookup.obliged' || verdict === staleWhileRevalidating
  if (!asksOrigin || stored === null || !lacksPermission({ facts, candidate: stored, policy })) return verdict
  return verdict.type === 'lookup.obliged' ? { ...verdict, validate: false } : staleAccepted
}

/** Decides whether the stored response, or none, may answer the request now. RFC 9111 §4. */
export function decideReuse(question: ReuseQuestion): ReuseVerdict {
  const { facts, stored, mode, variants } = question
  const onlyIfCached = mode === 'only-if-cached' || facts.directives?.onlyIfCached === true
  const verdict: ReuseVerdict =
    stored === null
      ? { type: 'lookup.obliged', reason: variants === 'none' ? 'uri-miss' : 'vary-miss', validate: false }
      : judgeByMode(question, stored)
  if (!onlyIfCached) return forUser(question, verdict)
  // RFC 9111 §5.2.1.7: a stored response or a 504; the origin is not asked, not even in the background.
  if (verdict.type === 'lookup.obliged') return unsatisfied
  return verdict.type === 'lookup.stale' ? staleAccepted : verdict
}
