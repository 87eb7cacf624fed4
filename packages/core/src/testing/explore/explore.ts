import type { MachineOptions } from '../../engine/machines.ts'
import { exploreWorld, type WorldReport } from './explore-world.ts'
import { exploredWorlds } from './explored-worlds.ts'
import { verdictsOf, type InvariantReport } from './invariants.ts'
import type { Story } from './story.ts'
import { EdgeCoverage, type CoverageReport } from './edge-coverage.ts'

/** What is explored. */
export interface ExploreOptions {
  /** How many clients there are. With each more there is some ten to thirty times as much to explore. */
  readonly clients: 1 | 2 | 3
  /** Variants of the machines. Default: the machines as they are. */
  readonly machines?: MachineOptions
  /** Only the worlds of these names. Default: all. */
  readonly worlds?: readonly string[]
  /** Told of how far it has come, some times a second, and waited for. */
  readonly onProgress?: (progress: ExploreProgress) => void | Promise<void>
}

/** How far an exploration has come. */
export interface ExploreProgress {
  readonly world: string
  /** Which of all worlds it is, from 1. */
  readonly number: number
  readonly worlds: number
  readonly states: number
  readonly edges: number
  /** States of this world of which not every way on was tried yet. */
  readonly open: number
}

/** What an exploration has found. */
export interface ExploreReport {
  readonly clients: number
  readonly states: number
  readonly edges: number
  /** The longest of the shortest ways to a state, in steps. */
  readonly depth: number
  readonly worlds: readonly WorldReport[]
  readonly invariants: readonly InvariantReport[]
  /** The edges of the machines that were walked. */
  readonly coverage: CoverageReport
  /** Where an invariant is broken: a shortest way to that. Nothing was explored after it. */
  readonly story: Story | undefined
}

/**
 * Explores the cache itself, its engine and its driver as they are, in all that can happen to it: so many clients for one
 * page, a store, an origin, deadlines and a purge, in every order. In every state that can be reached all invariants are
 * checked; and that from each of them all can come to their end, by what somebody owes.
 *
 * @throws CompileError when a variant of the machines is none; RangeError when no world has one of the names
 * @example
 * const report = await explore({ clients: 2, worlds: ['stale'] })
 * console.log(report.story, report.invariants.every(({ verdict }) => verdict === 'holds')) // undefined, true
 */
export const explore = async (options: ExploreOptions): Promise<ExploreReport> => {
  const { clients, machines = {}, onProgress } = options
  const wanted = options.worlds
  const worlds = exploredWorlds(clients, machines).filter(({ name }) => wanted?.includes(name) ?? true)
  if (worlds.length === 0) throw new RangeError(`explore: no world of ${clients} clients has such a name`)
  const coverage = new EdgeCoverage(machines)
  const reports: WorldReport[] = []
  let story: Story | undefined
  for (const [at, world] of worlds.entries()) {
    if (story !== undefined) break
    const place = { world: world.name, number: at + 1, worlds: worlds.length }
    const found = await exploreWorld(world, {
      coverage,
      onProgress: onProgress && ((progress) => onProgress({ ...place, ...progress })),
    })
    reports.push(found.report)
    story = found.story
  }
  return {
    clients,
    ...sumOf(reports),
    worlds: reports,
    invariants: verdictsOf(story),
    coverage: coverage.report(),
    story,
  }
}

const sumOf = (reports: readonly WorldReport[]): Pick<ExploreReport, 'states' | 'edges' | 'depth'> => ({
  states: reports.reduce((sum, { states }) => sum + states, 0),
  edges: reports.reduce((sum, { edges }) => sum + edges, 0),
  depth: Math.max(...reports.map(({ depth }) => depth)),
})
