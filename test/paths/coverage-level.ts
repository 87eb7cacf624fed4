import type { GraphPath } from './graph-path.ts'

/** A level of tests that walk the paths of a machine, and how far each of its edges is walked there. */
export interface CoverageLevel {
  readonly machine: GraphPath['machine']
  readonly name: string
  /** How many paths walk an edge. */
  readonly walked: ReadonlyMap<string, number>
  /** Why an edge cannot be reached. */
  readonly unreachable: ReadonlyMap<string, string>
}

/** Why some paths of a graph never happen, and how many those are. */
export interface BarredPaths {
  readonly machine: GraphPath['machine']
  readonly why: string
  readonly paths: number
}
