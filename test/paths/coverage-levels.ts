import type { BarredPaths, CoverageLevel } from './coverage-level.ts'
import { barredWalks, drivenPaths } from './driver/driven-paths.ts'
import { bars, unreachable } from './driver/unreachable.ts'
import { furtherFlightPaths } from './further-paths.ts'
import type { GraphPath } from './graph-path.ts'
import { flightPaths, transactionPaths } from './graph-paths.ts'
import { socketFlightReach, socketReach } from './sockets/reach.ts'

/** How many of the paths walk each edge, be it once or more often. */
const countEdges = (paths: readonly GraphPath[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const { edges } of paths)
    for (const edge of new Set(edges)) counts.set(edge, (counts.get(edge) ?? 0) + 1)
  return counts
}

/** Edges that never happen on the driver, whatever came before. */
const neverDriven = unreachable
  .filter(({ after, next, without }) => [after, next, without].every((each) => each === undefined))
  .flatMap(({ edges, why }) => edges.map((edge) => [edge, why] as const))

type Machine = GraphPath['machine']

const pathsOf: { readonly [Name in Machine]: readonly GraphPath[] } = {
  transaction: transactionPaths,
  flight: [...flightPaths, ...furtherFlightPaths],
}

const levelsOf = (machine: Machine): readonly CoverageLevel[] => {
  const everyPath = countEdges(pathsOf[machine])
  return [
    { machine, name: 'table', walked: everyPath, unreachable: new Map() },
    { machine, name: 'actor', walked: everyPath, unreachable: new Map() },
    {
      machine,
      name: 'driver',
      walked: countEdges(drivenPaths(machine)),
      unreachable: new Map(neverDriven),
    },
    ...[...socketReach, ...socketFlightReach]
      .filter((reach) => reach.machine === machine)
      .map(({ front, walked, unreachable: apart }) => ({
        machine,
        name: front,
        walked: new Map(walked.map(({ edge, paths }) => [edge, paths])),
        unreachable: new Map(apart.map(({ edge, why }) => [edge, why])),
      })),
  ]
}

/** All levels of both machines, from the table outwards: the numbers are counted on what the tests run. */
export const coverageLevels: readonly CoverageLevel[] = [...levelsOf('transaction'), ...levelsOf('flight')]

/** What keeps paths from happening on the driver, and so anywhere. */
export const barredPaths: readonly BarredPaths[] = unreachable.map((reason) => ({
  machine: reason.machine,
  why: reason.why,
  paths: barredWalks.filter(({ path }) => bars(reason, path)).length,
}))
