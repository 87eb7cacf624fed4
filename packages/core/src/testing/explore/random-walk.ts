import type { MachineOptions } from '../../engine/machines.ts'
import { seededRandom } from '../seeded-random.ts'
import { EdgeCoverage, type CoverageReport } from './edge-coverage.ts'
import { actionsOf, type ExploredAction } from './explored-action.ts'
import { ExploredSystem } from './explored-system.ts'
import type { ExploredWorld } from './explored-world.ts'
import { walkedWorlds } from './explored-worlds.ts'
import { brokenInvariant, verdictsOf, type InvariantReport, type Violation } from './invariants.ts'
import { tellStory, type Story } from './story.ts'

/** Where walks lead, and how many there are. */
export interface WalkOptions {
  /** How many clients there are: 1 to 10. */
  readonly clients: number
  /** How many walks. Default 1,000. */
  readonly walks?: number
  /** Two explorations with the same seed go the same ways. Default 1. */
  readonly seed?: number
  /** Variants of the machines. Default: the machines as they are. */
  readonly machines?: MachineOptions
  /** Told of how many walks are done, and how many steps that were; and waited for. */
  readonly onProgress?: (progress: { readonly walks: number; readonly steps: number }) => void | Promise<void>
}

/** What was found on the walks. */
export interface WalkReport {
  readonly clients: number
  readonly walks: number
  readonly steps: number
  readonly seed: number
  readonly invariants: readonly InvariantReport[]
  readonly coverage: CoverageReport
  /** Where an invariant is broken: the way to that, without the steps that make no difference. */
  readonly story: Story | undefined
}

/** Longer walks than this have gone round. */
const longestWalk = 400

/**
 * A number of random walks through worlds in which everything may happen, and there is too much of it to try it all. That
 * all can come to their end is seen only of the walks themselves.
 * @example
 * const { story, walks } = await walkAtRandom({ clients: 5, walks: 20 })
 * console.log(story, walks) // undefined, 20
 */
export const walkAtRandom = async (options: WalkOptions): Promise<WalkReport> => {
  const { clients, walks = 1_000, seed = 1, machines = {}, onProgress } = options
  const worlds = walkedWorlds(clients, machines)
  const coverage = new EdgeCoverage(machines)
  const random = seededRandom(seed)
  let steps = 0
  let done = 0
  let story: Story | undefined
  while (done < walks && story === undefined) {
    const world = worlds[done % worlds.length]
    if (world === undefined) break
    const walk = await walkOnce(world, random)
    coverage.note(walk.steps)
    steps += walk.path.length
    done += 1
    if (walk.violation !== undefined) story = await tellStory(world, await shortened(world, walk.violation))
    else if (done % 20 === 0) await onProgress?.({ walks: done, steps })
  }
  return {
    clients,
    walks: done,
    steps,
    seed,
    invariants: verdictsOf(story),
    coverage: coverage.report(),
    story,
  }
}

interface Walk {
  readonly path: readonly number[]
  readonly steps: ExploredSystem['books']['steps']
  readonly violation: Violation | undefined
}

/** To where nothing can happen any more, or an invariant is broken. */
const walkOnce = async (world: ExploredWorld, random: () => number): Promise<Walk> => {
  const system = new ExploredSystem(world)
  const path: number[] = []
  for (let left = longestWalk; left > 0; left -= 1) {
    const actions = actionsOf(system)
    const number = Math.floor(random() * actions.length)
    const action = actions[number]
    if (action === undefined) break
    path.push(number)
    await carryOut(system, action)
    const broken = brokenInvariant(system)
    if (broken !== undefined) return { path, steps: system.books.steps, violation: { ...broken, path } }
  }
  const isEndless = path.length === longestWalk
  const what = `it has not come to an end after ${longestWalk} steps`
  const violation = isEndless ? { invariant: 'no deadlock', what, path } : undefined
  return { path, steps: system.books.steps, violation }
}

const carryOut = async (system: ExploredSystem, action: ExploredAction): Promise<void> => {
  action.run()
  await system.settle()
}

const nameOf = ({ who, what }: ExploredAction): string => `${who} ${what}`

/** The same violation, by a path from which no single step can be left out. */
const shortened = async (world: ExploredWorld, violation: Violation): Promise<Violation> => {
  let names = await namesOf(world, violation.path)
  let shortest = violation
  for (let at = names.length - 2; at >= 0; at -= 1) {
    const fewer = names.filter((_name, other) => other !== at)
    const again = await goByName(world, fewer)
    if (again?.invariant !== violation.invariant) continue
    shortest = again
    names = await namesOf(world, again.path)
    at = Math.min(at, names.length - 1)
  }
  return shortest
}

const namesOf = async (world: ExploredWorld, path: readonly number[]): Promise<string[]> => {
  const system = new ExploredSystem(world)
  const names: string[] = []
  for (const number of path) {
    const action = actionsOf(system)[number]
    if (action === undefined)
      throw new RangeError(`there is no action ${number}: the system is not the same again`)
    names.push(nameOf(action))
    await carryOut(system, action)
  }
  return names
}

/** Takes the steps of these names, as far as they are possible; what is broken then, if anything is. */
const goByName = async (world: ExploredWorld, names: readonly string[]): Promise<Violation | undefined> => {
  const system = new ExploredSystem(world)
  const path: number[] = []
  for (const name of names) {
    const actions = actionsOf(system)
    const number = actions.findIndex((action) => nameOf(action) === name)
    const action = actions[number]
    if (action === undefined) continue
    path.push(number)
    await carryOut(system, action)
    const broken = brokenInvariant(system)
    if (broken !== undefined) return { ...broken, path }
  }
  return undefined
}
