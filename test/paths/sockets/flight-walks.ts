import { furtherFlightPaths } from '../further-paths.ts'
import { flightPaths, flightTable, pathOf } from '../graph-paths.ts'
import { flightWalk, type FlightWalk } from './flight-walk.ts'
import type { SocketFrontName } from './socket-front-name.ts'

/** Over sockets only the reader of a part comes too late, whose way there is not the shortest. */
const latePaths = [
  ['reply.combine', 'follower.late', 'body.done', 'writer.done'],
  ['reply.combine', 'follower.late', 'follower.left', 'body.done', 'writer.done'],
  ['reply.combine', 'follower.late', 'flight.purged', 'body.done'],
  ['reply.combine', 'follower.late', 'body.failed'],
].map((events) => pathOf(flightTable, 'further', events))

const ends = [...flightPaths, ...furtherFlightPaths, ...latePaths].filter(({ final }) => final)

/** All paths of the flight machine to its end that can be walked over the sockets of an adapter. */
export const flightWalksOf = (front: SocketFrontName): readonly FlightWalk[] =>
  ends.map((path) => flightWalk(path, front)).filter((walk) => walk !== undefined)
