import type { FlightEventType, TransactionEventType } from '@cachechart/core'
import type { DiagramEdge, DiagramPath } from './diagram.ts'

/**
 * Which way through the cache a transition of the transaction or flight machine belongs to, told by what becomes of the
 * request there (RFC 9211 §2): `hit`: it is answered without the origin; `miss`: the origin's answer is for the cache;
 * `pass`: the cache has nothing to do with it; `error`: something failed or came too late, and the client gets an error,
 * or a stored response in place of one; `background`: no client waits. `null` where ways of several kinds lead along, and
 * for transitions that those machines do not have.
 *
 * @example
 * cachePathOf({ source: 'awaitCache', trigger: { type: 'event', event: 'lookup.fresh' } }) // 'hit'
 */
export function cachePathOf({
  source,
  trigger,
}: Pick<DiagramEdge, 'source' | 'trigger'>): DiagramPath | null {
  return trigger.type === 'event' ? (cachePaths.get(source)?.get(trigger.event) ?? null) : null
}

type Events = Readonly<Record<string, DiagramPath | null>>
type TransactionEvents = Readonly<Partial<Record<TransactionEventType, DiagramPath | null>>>
type FlightEvents = Readonly<Partial<Record<FlightEventType, DiagramPath | null>>>

const alone = {
  'deadline.passed': 'miss',
  'deadline.failed': 'error',
  'client.gone': null,
  'purge.noted': 'miss',
} as const satisfies TransactionEvents

// prettier-ignore
const transactionPaths = {
  received: {
    'request.pass': 'pass', 'request.lookup': null, 'request.unsatisfied': 'error',
    'refresh.begin': 'background', 'refresh.leaseObliged': 'background',
  },
  awaitCache: {
    'lookup.fresh': 'hit', 'lookup.stale': 'hit', 'lookup.staleObliged': 'hit',
    'lookup.joined': 'miss', 'lookup.obliged': 'miss', 'lookup.leaseObliged': 'miss', 'lookup.failed': 'miss',
    'lookup.pass': 'pass', 'lookup.unsatisfied': 'error', 'lookup.fatal': 'error',
    'deadline.passed': 'miss', 'deadline.joined': 'miss', 'deadline.failed': 'error', 'client.gone': null,
  },
  awaitFlight: {
    'flight.shared': 'miss', 'flight.landed': 'miss', 'flight.woken': 'miss',
    'flight.masked': 'error', 'flight.passed': 'pass',
    'deadline.passed': 'pass', 'deadline.masked': 'error', 'deadline.failed': 'error', 'client.gone': null,
  },
  'awaitLease.asked': { ...alone, 'lease.granted': 'miss', 'lease.taken': 'miss', 'lease.failed': 'miss' },
  'awaitLease.parked': { ...alone, 'lease.ended': 'miss' },
  'awaitLease.background': {
    'lease.granted': 'background', 'lease.taken': 'background', 'lease.ended': 'background',
    'lease.failed': 'background', 'deadline.passed': 'background', 'fetch.stopped': 'background',
    'purge.noted': 'background',
  },
  'awaitBackend.attached': {
    'reply.store': 'miss', 'reply.freshen': 'miss', 'reply.combine': 'miss', 'reply.expire': 'miss',
    'reply.decline': 'miss', 'reply.uncacheable': 'miss', 'reply.orphaned': 'miss',
    'reply.masked': 'error', 'reply.failed': 'error',
    'deadline.masked': 'error', 'deadline.failed': 'error', 'deadline.detached': 'error',
    'client.gone': 'background', 'client.goneLast': null,
  },
  'awaitBackend.detached': {
    'reply.store': 'background', 'reply.freshen': 'background', 'reply.combine': 'background',
    'reply.expire': 'background', 'reply.decline': 'background', 'reply.uncacheable': 'background',
    'reply.masked': 'background', 'reply.failed': 'background', 'reply.orphaned': 'background',
    'deadline.masked': 'background', 'deadline.failed': 'background', 'fetch.stopped': 'background',
  },
  direct: {
    'reply.received': 'pass', 'reply.invalidating': 'pass', 'reply.replacing': 'pass',
    'reply.failed': 'error', 'deadline.failed': 'error', 'client.gone': null,
  },
  delivering: { 'delivery.done': null, 'delivery.failed': 'error', 'deadline.failed': 'error', 'client.gone': null },
} as const satisfies Readonly<Record<string, TransactionEvents>>

const comings = { 'follower.joined': null, 'follower.late': null } as const satisfies FlightEvents
const leavings = { 'follower.left': null, 'leader.left': null } as const satisfies FlightEvents

// prettier-ignore
const flightPaths = {
  awaitReply: {
    ...leavings,
    'reply.freshen': 'miss', 'reply.expire': 'miss', 'reply.decline': 'miss', 'reply.uncacheable': 'pass',
    'reply.masked': 'error', 'reply.failed': 'error', 'fetch.stopped': 'error',
  },
  'awaitReply.open': {
    ...comings,
    'reply.store': 'miss', 'reply.share': 'miss', 'reply.combine': 'miss',
    'leader.resigned': 'miss', 'flight.purged': null,
  },
  'awaitReply.fenced': {
    ...comings,
    'reply.store': 'miss', 'reply.share': 'miss', 'reply.combine': 'miss', 'flight.purged': null,
  },
  streaming: leavings,
  'streaming.open': {
    ...comings,
    'body.done': 'miss', 'body.failed': 'error', 'writer.failed': 'error', 'fetch.stopped': 'error',
    'flight.purged': null,
  },
  'streaming.fenced': {
    ...comings,
    'body.done': 'miss', 'body.failed': 'error', 'writer.failed': 'error', 'fetch.stopped': 'error',
    'flight.purged': null,
  },
  committing: { ...comings, ...leavings, 'writer.done': 'miss', 'writer.failed': 'error', 'flight.purged': null },
} as const satisfies Readonly<Record<string, FlightEvents>>

/** By state, of whichever of the two machines (they share no name of a state), and event. */
export const cachePaths: ReadonlyMap<string, ReadonlyMap<string, DiagramPath | null>> = new Map(
  Object.entries<Events>({ ...transactionPaths, ...flightPaths }).map(([source, events]) => [
    source,
    new Map(Object.entries(events)),
  ]),
)
