import type { GraphPath } from '../graph-path.ts'

/**
 * Something that the graph has and the driver never does. Events are named alone, or as an edge (`<state> on <event>`)
 * where it matters in which state.
 */
export interface Unreachable {
  readonly machine: GraphPath['machine']
  /** What does not happen … */
  readonly edges: readonly string[]
  /** … once one of these has, */
  readonly after?: readonly string[]
  /** … as the very next thing after one of these, */
  readonly next?: readonly string[]
  /** … unless one of these has happened before it. */
  readonly without?: readonly string[]
  readonly why: string
}

const toTheOrigin = ['lookup.pass', 'deadline.passed', 'flight.passed']

const refreshes = ['refresh.begin', 'refresh.leaseObliged']

/** By these a transaction knows nothing of what is stored. */
const withoutStore = ['lookup.failed', 'awaitCache on deadline.passed', 'deadline.joined']

const transactionUnreachable: readonly Unreachable[] = [
  {
    machine: 'transaction',
    edges: ['reply.invalidating', 'reply.replacing'],
    after: toTheOrigin,
    why: 'Only GET and HEAD are looked up, and no reply to a safe method invalidates anything.',
  },
  {
    machine: 'transaction',
    edges: ['delivery.failed', 'delivering on deadline.failed'],
    next: ['request.unsatisfied', 'lookup.unsatisfied', 'reply.expire'],
    why: "The cache's own 504, and the reply to a HEAD, have no body: they are delivered with their head.",
  },
  {
    machine: 'transaction',
    edges: ['reply.expire'],
    after: ['awaitBackend.attached on client.gone', ...refreshes],
    why: 'Only the reply to a HEAD expires what is stored. There is nothing of it to store, so that it ends with its client; a refresh asks by GET.',
  },
  {
    machine: 'transaction',
    edges: ['reply.combine'],
    after: refreshes,
    why: 'A refresh is for everyone: it asks for the whole, and a part that comes all the same answers nothing.',
  },
  {
    machine: 'transaction',
    edges: ['awaitBackend.detached on reply.freshen'],
    after: ['reply.orphaned'],
    why: 'What is asked again is asked without conditions, and no 304 answers it; a HEAD is not asked in the background.',
  },
  {
    machine: 'transaction',
    edges: ['reply.orphaned'],
    after: ['reply.orphaned'],
    why: 'What is asked again is asked without conditions: a 304 to that is a failure.',
  },
  {
    machine: 'transaction',
    edges: ['lookup.unsatisfied'],
    after: ['flight.landed', 'lookup.leaseObliged'],
    why: 'Who wants only what is stored (only-if-cached) never follows another, and asks for no lease.',
  },
  {
    machine: 'transaction',
    edges: ['reply.store', 'reply.freshen', 'reply.combine', 'reply.expire', 'reply.orphaned'],
    after: withoutStore,
    why: 'Where the store has not answered nothing is known of what is stored, no condition is sent, and nothing is kept.',
  },
  {
    machine: 'transaction',
    edges: ['flight.masked', 'reply.masked', 'deadline.masked'],
    after: withoutStore,
    why: 'Where the store has not answered nothing is known that could stand in for an error.',
  },
  {
    machine: 'transaction',
    edges: ['reply.expire'],
    after: ['lookup.leaseObliged'],
    why: 'A HEAD asks for no lease, and nothing but the reply to one expires what is stored.',
  },
  {
    machine: 'transaction',
    edges: ['lease.ended'],
    without: ['lease.taken'],
    why: 'What has ended is the fetch of another process, which had the lease.',
  },
  {
    machine: 'transaction',
    edges: ['awaitLease.background on lease.granted', 'lease.failed', 'awaitLease.background on lease.taken'],
    after: ['awaitLease.background on lease.taken'],
    why: 'A lease is asked for once, and answered once; another process that has it has nothing but an end.',
  },
]

/** By these somebody waits, who can leave. */
const parked = [
  'awaitReply.open on follower.joined',
  'streaming.open on follower.late',
  'committing on follower.joined',
  'committing on follower.late',
]

const flightUnreachable: readonly Unreachable[] = [
  {
    machine: 'flight',
    edges: ['awaitReply.open on follower.late', 'awaitReply.fenced on follower.late'],
    why: 'Late is who has missed the first byte of a body: before the reply there is none.',
  },
  {
    machine: 'flight',
    edges: ['follower.left'],
    without: parked,
    why: 'Nobody waits who could leave: what is streamed to a follower, and who is sent elsewhere, is not the flight’s any more.',
  },
  {
    machine: 'flight',
    edges: ['leader.left'],
    after: ['leader.left'],
    why: 'A leader has one client, which leaves once.',
  },
  {
    machine: 'flight',
    edges: ['committing on leader.left'],
    after: ['committing on follower.joined', 'committing on follower.late', 'committing on follower.left'],
    without: ['reply.combine'],
    why: 'With the end of a body all of it lies ready, and its client is done with, unless it leaves while that is told. Only a body that is put together is delivered on.',
  },
  {
    machine: 'flight',
    edges: ['leader.resigned'],
    after: ['leader.left'],
    why: 'Who asks for a lease has asked the origin for nothing: when its client leaves it resigns, and that is all.',
  },
  {
    machine: 'flight',
    edges: ['reply.share'],
    without: ['awaitReply.open on follower.joined'],
    why: 'What is of use only now is shared with those who wait; where nobody does it is declined.',
  },
  {
    machine: 'flight',
    edges: ['reply.expire'],
    after: ['follower.joined', 'leader.left'],
    why: 'Only the reply to a HEAD expires what is stored: nobody follows a HEAD, and there is nothing of it to store, so that it ends with its client.',
  },
  {
    machine: 'flight',
    edges: ['follower.joined'],
    after: ['follower.late'],
    why: 'The first byte of a body that is gone for one is gone for all who come after.',
  },
  {
    machine: 'flight',
    edges: ['follower.late'],
    next: ['committing on follower.joined'],
    why: 'When all of a body has come nothing more of it is lost: whoever comes finds as much of it as the one before.',
  },
  {
    machine: 'flight',
    edges: ['streaming.open on fetch.stopped', 'streaming.fenced on fetch.stopped'],
    without: ['leader.left', 'awaitReply.open on follower.joined', 'streaming.open on follower.joined'],
    why: 'A body is stopped by the last of its readers who leaves, and nobody has left; or it is a refresh, which nobody reads.',
  },
  {
    machine: 'flight',
    edges: ['streaming.fenced on body.done'],
    after: ['streaming.open on leader.left'],
    without: ['awaitReply.open on follower.joined', 'streaming.open on follower.joined'],
    why: 'A body that is neither stored nor read is broken off.',
  },
]

/** All of it, for both machines. */
export const unreachable: readonly Unreachable[] = [...transactionUnreachable, ...flightUnreachable]

const isNamed = (edge: string, names: readonly string[]): boolean =>
  names.some((name) => edge === name || edge.endsWith(` on ${name}`))

/** Whether it stands in the way of a path. */
export const bars = ({ machine, edges, after, next, without }: Unreachable, path: GraphPath): boolean =>
  machine === path.machine &&
  path.edges.some((edge, at) => {
    if (!isNamed(edge, edges)) return false
    const before = path.edges.slice(0, at)
    const isAfter = after === undefined || before.some((earlier) => isNamed(earlier, after))
    const isNext = next === undefined || isNamed(before.at(-1) ?? '', next)
    return isAfter && isNext && !before.some((earlier) => isNamed(earlier, without ?? []))
  })

/** Whether nothing that is known stands in the way of it. */
export const canHappen = (path: GraphPath): boolean =>
  path.final && !unreachable.some((reason) => bars(reason, path))
