import type { GraphPath } from '../graph-path.ts'
import type { SocketFrontName } from './socket-front-name.ts'

/** Edges of a machine that sockets do not reach, and why. */
export interface UnreachableEdges {
  readonly machine: GraphPath['machine']
  readonly edges: readonly string[]
  /** Through which adapters. */
  readonly fronts: readonly SocketFrontName[]
  readonly why: string
}

export const unreachableEdges: readonly UnreachableEdges[] = [
  {
    machine: 'flight',
    edges: ['awaitReply.open on follower.late', 'awaitReply.fenced on follower.late'],
    fronts: ['gateway', 'fetch', 'undici', 'middleware', 'web'],
    why: 'Late is who has missed the first byte of a body: before the reply there is none.',
  },
  {
    machine: 'flight',
    edges: [
      'streaming.fenced on follower.left',
      'streaming.fenced on fetch.stopped',
      'committing on leader.left',
    ],
    fronts: ['gateway', 'middleware', 'web'],
    why: 'This happens only to a client that leaves in the very turn in which the event before is told; that a connection was closed is known in a later one.',
  },
]
