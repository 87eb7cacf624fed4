import type { ResponseHead } from '../http/message.ts'
import { filterFields } from '../http/field-lines.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis } from '../http/units.ts'
import { currentAge } from './current-age.ts'
import type { Policy } from './policy-options.ts'
import { isNotModified } from './precondition.ts'
import type { RequestFacts } from './request-facts.ts'
import type { ForwardReason } from './verdicts.ts'

/** A response head for the client. */
export interface PresentedHead extends ResponseHead {
  /** Whether the body goes with it: not in answer to HEAD, nor when the client's own copy is still right (304). */
  readonly content: 'full' | 'none'
}

/** What the origin had answered before a stored response was served after all. */
export type ForwardOutcome =
  | { readonly type: 'validated'; readonly reason: ForwardReason }
  /** It failed, and the stored response stands in; `status` is `null` where it did not answer at all. */
  | { readonly type: 'masked'; readonly reason: ForwardReason; readonly status: number | null }

/** A stored response on its way to the client. */
export interface StoredPresentation {
  readonly facts: RequestFacts
  readonly stored: StoredResponse
  readonly now: Millis
  readonly policy: Policy
  /** Left out on a hit. */
  readonly after?: ForwardOutcome
}

/** A reply of the origin on its way to the client. */
export interface ForwardedPresentation {
  readonly reason: ForwardReason
  readonly storage: 'stored' | 'not-stored'
  readonly policy: Policy
}

/** What a 304 carries (RFC 9110 §15.4.5), and the Cache-Status of others. */
const ofNotModified = new Set([
  'cache-control',
  'cache-status',
  'content-location',
  'date',
  'etag',
  'expires',
  'vary',
])

/** RFC 9110 §15.4.5: Last-Modified is of use to the client's cache where there is no entity tag. */
function notModifiedFields(stored: StoredResponse): string[] {
  const lastModified = stored.etag === null ? 'last-modified' : 'etag'
  return [...filterFields(stored.fields, (name) => ofNotModified.has(name) || name === lastModified)]
}

/** RFC 9211 §2.1 to §2.4 and §2.8. */
function cacheStatusOf(name: string, ttl: number, after: ForwardOutcome | undefined): string {
  // RFC 9211 §2.4: the ttl is negative once the response is stale.
  if (after === undefined) return `${name}; hit; ttl=${ttl}`
  if (after.type === 'validated') return `${name}; fwd=${after.reason}; fwd-status=304`
  const status = after.status === null ? '' : `; fwd-status=${after.status}`
  return `${name}; fwd=${after.reason}${status}; detail=stale-if-error`
}

/**
 * The head with which a stored response is served: its own lines, then Age, and Cache-Status after those of the caches
 * nearer to the origin. Where the client's own copy is still right it is a 304 (RFC 9111 §4.3.2).
 */
export function presentStored(presentation: StoredPresentation): PresentedHead {
  const { facts, stored, now, policy, after } = presentation
  const age = currentAge(stored, now)
  const notModified = isNotModified(facts, stored, now)
  const fields = notModified ? notModifiedFields(stored) : stored.fields.slice()
  fields.push('Age', String(age), 'Cache-Status', cacheStatusOf(policy.name, stored.lifetime - age, after))
  if (notModified) return { status: 304, reason: 'Not Modified', fields, content: 'none' }
  const content = facts.method === 'HEAD' ? 'none' : 'full'
  return { status: stored.status, reason: stored.reason, fields, content }
}

/** The head with which a reply of the origin is passed on: its own lines, and Cache-Status. */
export function presentForwarded(reply: ResponseHead, presentation: ForwardedPresentation): ResponseHead {
  const { reason, storage, policy } = presentation
  const cacheStatus = `${policy.name}; fwd=${reason}${storage === 'stored' ? '; stored' : ''}`
  return {
    status: reply.status,
    reason: reply.reason,
    fields: [...reply.fields, 'Cache-Status', cacheStatus],
  }
}

/** The answer to a client that wants a stored response only, where there is none. RFC 9111 §5.2.1.7. */
export function presentUnsatisfied(policy: Policy): PresentedHead {
  // RFC 9211 §2: neither hit nor fwd, as the response was made here.
  const fields = ['Content-Length', '0', 'Cache-Status', `${policy.name}; detail=only-if-cached`]
  return { status: 504, reason: 'Gateway Timeout', fields, content: 'none' }
}
