import type { ResponseOutcome, Role, TransactionEventType } from '@cachechart/core'

/** What happened to a request whose client is given its answer by this event; a test compares it with real answers. */
export const eventOutcome: { readonly [Event in TransactionEventType]?: ResponseOutcome } = {
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

/** What a transaction becomes to others by an event; a refresh in the background stays one. */
export const eventRole: { readonly [Event in TransactionEventType]?: Role } = {
  'lookup.joined': 'follower',
  'deadline.joined': 'follower',
  'lookup.obliged': 'leader',
  'lookup.leaseObliged': 'leader',
  'lookup.failed': 'leader',
  'flight.woken': 'leader',
  'flight.passed': 'client',
  'lease.ended': 'client',
  'purge.noted': 'client',
}
