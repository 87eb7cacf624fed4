import type { ExplainedFact, ExplainedReason } from './explanation.ts'

/** Every reason by its name, and the clause that it rests on. */
const clauses = {
  // Whether the cache may answer at all.
  'request.method': 'RFC 9110 §9.2.3',
  'request.no-store': 'RFC 9111 §5.2.1.5',
  'request.origin-condition': 'RFC 9111 §4.3.2',
  'request.foreign-range': 'RFC 9111 §3.3',
  'request.only-if-cached': 'RFC 9111 §5.2.1.7',
  'request.admitted': 'RFC 9111 §4',
  'mode.no-store': 'Fetch §2.2.5',
  'mode.no-cache': 'Fetch §2.2.5',
  'mode.asks-origin': 'Fetch §2.2.5',
  'mode.takes-stored': 'Fetch §2.2.5',
  'mode.stored-only': 'Fetch §2.2.5',
  // Whether what is stored may be reused.
  'stored.none': 'RFC 9111 §4',
  'stored.other-variants': 'RFC 9111 §4.1',
  'stored.other-value': 'RFC 9111 §4.1',
  'stored.unselectable': 'RFC 9111 §4.1',
  'stored.no-cache': 'RFC 9111 §5.2.2.4',
  'stored.fresh': 'RFC 9111 §4.2',
  'stored.waited-for': 'RFC 9111 §4',
  'stored.stale': 'RFC 9111 §4.2.4',
  'stored.must-revalidate': 'RFC 9111 §5.2.2.2',
  'stored.proxy-revalidate': 'RFC 9111 §5.2.2.8',
  'stored.s-maxage-veto': 'RFC 9111 §5.2.2.10',
  'stored.no-stale-window': 'RFC 9111 §4.2.4',
  'stored.stale-while-revalidate': 'RFC 5861 §3',
  'stored.stale-window-over': 'RFC 5861 §3',
  'stored.immutable': 'RFC 8246 §2',
  'stored.part-lacks': 'RFC 9111 §3.3',
  'stored.not-modified': 'RFC 9111 §4.3.2',
  'stored.excerpt': 'RFC 9110 §14.2',
  'stored.range-ignored': 'RFC 9110 §14.2',
  'stored.unsatisfiable': 'RFC 9110 §15.5.17',
  'request.no-cache': 'RFC 9111 §5.2.1.4',
  'request.min-fresh': 'RFC 9111 §5.2.1.3',
  'request.max-age': 'RFC 9111 §5.2.1.1',
  'request.max-stale': 'RFC 9111 §5.2.1.2',
  'request.max-stale-exceeded': 'RFC 9111 §5.2.1.2',
  'request.limits-age': 'RFC 9111 §5.2.1.1',
  'request.authorization': 'RFC 9111 §3.5',
  // How long it is fresh, and how old.
  'lifetime.s-maxage': 'RFC 9111 §5.2.2.10',
  'lifetime.max-age': 'RFC 9111 §5.2.2.1',
  'lifetime.expires': 'RFC 9111 §5.3',
  'lifetime.heuristic': 'RFC 9111 §4.2.2',
  'lifetime.none': 'RFC 9111 §4.2.1',
  'lifetime.set': 'RFC 9111 §4.2.1',
  'lifetime.targeted': 'RFC 9213 §2.2',
  'age.on-arrival': 'RFC 9111 §4.2.3',
  // What the origin is asked.
  'ask.validate': 'RFC 9111 §4.3.1',
  'ask.complete': 'RFC 9111 §3.3',
  // What goes on beside it.
  'company.joined': 'RFC 9111 §4',
  'company.apart': 'RFC 9111 §5.2.1.4',
  'company.lease': 'RFC 9111 §4',
  'company.hit-for-miss': 'RFC 9111 §4',
  'company.hit-for-pass': 'RFC 9111 §4',
  'company.refresh-begun': 'RFC 5861 §3',
  'company.refresh-taken': 'RFC 5861 §3',
  'store.failed': 'RFC 9111 §4',
  'store.late': 'RFC 9111 §4',
  'deadline.over': 'RFC 9110 §15.6.5',
  'origin.failed': 'RFC 9111 §4.3.3',
  // What a reply means to the cache.
  'reply.stored': 'RFC 9111 §3',
  'reply.method': 'RFC 9111 §3',
  'reply.status': 'RFC 9111 §3',
  'reply.not-understood': 'RFC 9111 §5.2.2.3',
  'reply.request-no-store': 'RFC 9111 §5.2.1.5',
  'reply.no-store': 'RFC 9111 §5.2.2.5',
  'reply.private': 'RFC 9111 §5.2.2.7',
  'reply.authorization': 'RFC 9111 §3.5',
  'reply.set-cookie': 'RFC 9111 §7.3',
  'reply.vary-any': 'RFC 9111 §4.1',
  'reply.not-cacheable': 'RFC 9111 §3',
  'reply.never-reusable': 'RFC 9111 §3',
  'reply.for-those-who-wait': 'RFC 9111 §4',
  'reply.not-modified': 'RFC 9111 §4.3.4',
  'reply.not-modified-unasked': 'RFC 9111 §4.3.3',
  'reply.orphaned': 'RFC 9111 §4.3.4',
  'reply.combined': 'RFC 9111 §3.4',
  'reply.part-of-no-use': 'RFC 9111 §3.3',
  'reply.head-agrees': 'RFC 9111 §4.3.5',
  'reply.head-disagrees': 'RFC 9111 §4.3.5',
  'reply.head-says-nothing': 'RFC 9111 §4.3.5',
  'reply.error-masked': 'RFC 5861 §4',
  'reply.error-in-background': 'RFC 5861 §3',
  'reply.error-unmasked': 'RFC 5861 §4',
  'reply.error-invalidates-nothing': 'RFC 9111 §4.4',
  'reply.store-down': 'RFC 9111 §4',
  'reply.chosen': 'RFC 9111 §3',
  'reply.passed': 'RFC 9111 §4',
  'reply.invalidates': 'RFC 9111 §4.4',
  'reply.replaces': 'RFC 9110 §9.3.3',
  'shared.for-both': 'RFC 9111 §4',
  'shared.not-for-this': 'RFC 9111 §4',
} as const

/** The name of a reason. */
export type ReasonCode = keyof typeof clauses

/** Every name of a reason. */
export const reasonCodes = Object.keys(clauses) as readonly ReasonCode[] // all keys that the table has

const noFacts: readonly ExplainedFact[] = []

/** A reason, with the clause that belongs to it. */
export const reasonOf = (
  what: ReasonCode,
  because: string,
  facts: readonly ExplainedFact[] = noFacts,
): ExplainedReason => ({ what, because, clause: clauses[what], facts })

/** A number of seconds that a reason rests on. */
export const seconds = (name: string, value: number): ExplainedFact => ({ name, value, unit: 's' })
