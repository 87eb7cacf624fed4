import { flightTable, pathOf } from './graph-paths.ts'
import type { GraphPath } from './graph-path.ts'

/**
 * Paths of the flight machine in which an edge has what it presupposes (who leaves has come before), where the shortest
 * path to its state has not.
 */
export const furtherFlightPaths: readonly GraphPath[] = [
  ['follower.joined', 'flight.purged', 'follower.left', 'reply.failed'],
  ['follower.joined', 'flight.purged', 'reply.share', 'body.done'],
  ['follower.joined', 'reply.share', 'body.failed'],
  ['follower.joined', 'reply.share', 'follower.left', 'body.done'],
  ['follower.joined', 'reply.share', 'follower.left', 'fetch.stopped'],
  ['follower.joined', 'reply.share', 'leader.left', 'body.done'],
  ['follower.joined', 'reply.share', 'flight.purged', 'body.done'],
  ['reply.store', 'flight.purged', 'follower.joined', 'body.done'],
  ['reply.store', 'flight.purged', 'follower.joined', 'follower.joined', 'body.done'],
  ['reply.combine', 'flight.purged', 'follower.late', 'body.done'],
  ['reply.store', 'flight.purged', 'writer.failed', 'body.done'],
  ['reply.store', 'flight.purged', 'leader.left', 'body.failed'],
  ['reply.store', 'flight.purged', 'flight.purged', 'body.done'],
  ['follower.joined', 'reply.store', 'leader.left', 'flight.purged', 'body.done'],
  ['reply.store', 'body.done', 'follower.joined', 'follower.left', 'writer.failed'],
  ['reply.combine', 'body.done', 'follower.late', 'leader.left', 'writer.done'],
  ['reply.combine', 'body.done', 'follower.late', 'follower.left', 'writer.done'],
].map((events) => pathOf(flightTable, 'further', events))
