import type { EdgeCoverage } from './edge-coverage.ts'
import type { ExploreProgress } from './explore.ts'
import { actionsOf, type ExploredAction } from './explored-action.ts'
import { digestOf } from './explored-digest.ts'
import { ExploredSystem } from './explored-system.ts'
import type { ExploredWorld } from './explored-world.ts'
import { brokenInvariant, type Violation } from './invariants.ts'
import { StateTable } from './state-table.ts'
import { tellStory, type Story } from './story.ts'

/** What was explored of one world. */
export interface WorldReport {
  readonly world: string
  readonly states: number
  readonly edges: number
  readonly depth: number
}

/** The same, and the story where something is wrong. */
export interface WorldFinding {
  readonly report: WorldReport
  readonly story: Story | undefined
}

/** Who is told of what is seen on the way. */
export interface WorldWatch {
  readonly coverage: EdgeCoverage
  readonly onProgress:
    ((progress: Pick<ExploreProgress, 'states' | 'edges' | 'open'>) => void | Promise<void>) | undefined
}

/** A system after a path of actions, each by its number among those that were possible. */
export const replay = async (world: ExploredWorld, path: readonly number[]): Promise<ExploredSystem> => {
  const system = new ExploredSystem(world)
  for (const number of path) await take(system, number)
  return system
}

const take = async (system: ExploredSystem, number: number): Promise<ExploredAction> => {
  const action = actionsOf(system)[number]
  if (action === undefined)
    throw new RangeError(`there is no action ${number}: the system is not the same again`)
  action.run()
  await system.settle()
  return action
}

/** After so many states somebody is told. */
const progressEvery = 200

/**
 * All states of a world that can be reached, breadth first, so that the way to each is a shortest one. A system cannot be
 * copied: to try each way on, the path to a state is gone again, from the beginning.
 */
export const exploreWorld = async (world: ExploredWorld, watch: WorldWatch): Promise<WorldFinding> => {
  const search = new Search(world, watch)
  const violation = await search.run()
  return {
    report: { world: world.name, ...search.report() },
    story: violation && (await tellStory(world, violation)),
  }
}

class Search {
  readonly #world: ExploredWorld
  readonly #watch: WorldWatch
  readonly #table = new StateTable()
  /** How many actions are possible in each state. */
  readonly #ways: number[] = []
  readonly #ends: number[] = []

  constructor(world: ExploredWorld, watch: WorldWatch) {
    this.#world = world
    this.#watch = watch
  }

  report(): Omit<WorldReport, 'world'> {
    const { size, edgeCount } = this.#table
    return { states: size, edges: edgeCount, depth: this.#table.depthOf(size - 1) }
  }

  async run(): Promise<Violation | undefined> {
    const table = this.#table
    this.#note(await replay(this.#world, []), { parent: -1, action: -1 })
    for (let state = 0; state < table.size; state += 1) {
      const violation = await this.#expand(state)
      if (violation !== undefined) return violation
      if (state % progressEvery === 0)
        await this.#watch.onProgress?.({
          states: table.size,
          edges: table.edgeCount,
          open: table.size - state,
        })
    }
    return this.#liveness()
  }

  /** Every way on from a state. */
  async #expand(state: number): Promise<Violation | undefined> {
    const path = this.#table.pathTo(state)
    for (let action = 0; action < (this.#ways[state] ?? 0); action += 1) {
      const system = await replay(this.#world, path)
      system.books.steps.length = 0
      const { kind } = await take(system, action)
      this.#watch.coverage.note(system.books.steps)
      const next = this.#note(system, { parent: state, action })
      this.#table.addEdge(state, next.state, kind)
      // In a state that is known, too: what was seen on the way is no part of a state.
      const broken = brokenInvariant(system)
      if (broken !== undefined) return { ...broken, path: [...path, action] }
    }
    return undefined
  }

  #note(system: ExploredSystem, origin: { readonly parent: number; readonly action: number }) {
    const added = this.#table.add(digestOf(system), origin)
    if (!added.isNew) return added
    this.#ways.push(actionsOf(system).length)
    if (system.isOver) this.#ends.push(added.state)
    return added
  }

  /** From every state all can come to an end, by nothing but what somebody owes. */
  #liveness(): Violation | undefined {
    // The one that was found last: what leads there shows how it goes round.
    const stuck = this.#table.cutOffFrom(this.#ends).at(-1)
    if (stuck === undefined) return undefined
    const what = 'after this no way leads to where all is over, unless somebody gives up'
    return { invariant: 'no deadlock', what, path: this.#table.pathTo(stuck) }
  }
}
