import type { TransactionEventType } from '../machine/transaction-alphabet.ts'

/**
 * What happened to a request, as its transaction's last edge before the answer says: from the store while fresh, while
 * stale, or stale in place of an error; asked for by this request, or by another that this one has waited for; brought up
 * to date by the origin; passed by; not to be stored; nothing stored where only that was wanted; or an error.
 */
export type ResponseOutcome =
  | 'hit.fresh'
  | 'hit.stale'
  | 'hit.masked'
  | 'miss.leader'
  | 'miss.follower'
  | 'revalidated'
  | 'pass'
  | 'uncacheable'
  | 'unsatisfied'
  | 'error'

/** The same, and that its client left before there was one. */
export type Outcome = ResponseOutcome | 'abandoned'

/** Every outcome that is counted. */
export const outcomes: readonly Outcome[] = [
  'hit.fresh',
  'hit.stale',
  'hit.masked',
  'miss.leader',
  'miss.follower',
  'revalidated',
  'pass',
  'uncacheable',
  'unsatisfied',
  'error',
  'abandoned',
]

/** The outcome of each event by which a client is given its answer; a test finds them all in the machine. */
const answering: { readonly [Event in TransactionEventType]?: ResponseOutcome } = {
  'request.unsatisfied': 'unsatisfied',
  'lookup.fresh': 'hit.fresh',
  'lookup.stale': 'hit.stale',
  'lookup.staleObliged': 'hit.stale',
  'lookup.unsatisfied': 'unsatisfied',
  'lookup.fatal': 'error',
  'flight.shared': 'miss.follower',
  'flight.masked': 'hit.masked',
  'reply.store': 'miss.leader',
  'reply.combine': 'miss.leader',
  'reply.expire': 'miss.leader',
  'reply.freshen': 'revalidated',
  'reply.decline': 'uncacheable',
  'reply.uncacheable': 'uncacheable',
  'reply.masked': 'hit.masked',
  'reply.failed': 'error',
  'reply.received': 'pass',
  'reply.invalidating': 'pass',
  'reply.replacing': 'pass',
  'deadline.masked': 'hit.masked',
  'deadline.failed': 'error',
  'deadline.detached': 'error',
}

/** The outcome of a request whose client is given its answer by this event; `undefined` for any other event. */
export const outcomeOf = (event: TransactionEventType): ResponseOutcome | undefined => answering[event]
