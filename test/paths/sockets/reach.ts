/** How far the sockets of each adapter reach: counted on the very data that the tests run on. */
import { edgesOf, flightTable, transactionTable } from '../graph-paths.ts'
import type { GraphPath } from '../graph-path.ts'
import { flightWalksOf } from './flight-walks.ts'
import { socketFrontNames, type SocketFrontName } from './socket-front-name.ts'
import { socketPathsOf } from './socket-paths.ts'
import { unreachableEdges } from './unreachable-edges.ts'

/** Which edges of a machine are walked through an adapter. */
export interface SocketReach {
  readonly machine: GraphPath['machine']
  readonly front: string
  /** How many paths walk an edge, be it once or more often. */
  readonly walked: readonly { readonly edge: string; readonly paths: number }[]
  readonly unreachable: readonly { readonly edge: string; readonly why: string }[]
}

const countOf = (
  edges: readonly string[],
  walks: readonly { readonly path: GraphPath }[],
): SocketReach['walked'] =>
  edges
    .map((edge) => ({ edge, paths: walks.filter(({ path }) => path.edges.includes(edge)).length }))
    .filter(({ paths }) => paths > 0)

const unreachableIn = (machine: GraphPath['machine'], front: SocketFrontName): SocketReach['unreachable'] =>
  unreachableEdges
    .filter((each) => each.machine === machine && each.fronts.includes(front))
    .flatMap(({ edges, why }) => edges.map((edge) => ({ edge, why })))

/** The transaction machine. */
export const socketReach: readonly SocketReach[] = socketFrontNames.map((front) => ({
  machine: 'transaction',
  front,
  walked: countOf(edgesOf(transactionTable), socketPathsOf(front)),
  unreachable: unreachableIn('transaction', front),
}))

/** The flight machine. */
export const socketFlightReach: readonly SocketReach[] = socketFrontNames.map((front) => ({
  machine: 'flight',
  front,
  walked: countOf(edgesOf(flightTable), flightWalksOf(front)),
  unreachable: unreachableIn('flight', front),
}))
