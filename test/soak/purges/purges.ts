import type { PurgeTarget } from '@cachechart/core'
import { Chance } from '../chance.ts'
import { drawPath, groups, soakHost, type Resource } from '../resource.ts'
import type { Fence } from './fence.ts'
import type { Purge } from './purge-report.ts'

/** How many purges ended how. */
export type PurgeCounts = Readonly<Record<'hard' | 'soft' | 'failed', number>>

/** How often something is purged, in milliseconds: one URL or one label, and everything. */
const pauses = { some: 150, all: 10_000 } as const

/** Purges now and then while requests are sent, and knows what may be answered since. */
export class Purges {
  readonly #chance: Chance
  readonly #purge: Purge
  readonly #counts = { hard: 0, soft: 0, failed: 0 }
  /** The latest purge of each kind, by what it was of: a path, a label, or `*`. */
  readonly #latest = { hard: new Map<string, number>(), soft: new Map<string, number>() }
  readonly #open = new Set<Promise<void>>()
  #some = 0
  #all = 0

  /** `place`: which of several that purge it is, from 0. */
  constructor(seed: number, purge: Purge, place = 0) {
    this.#chance = new Chance(seed, 'purges', ...(place === 0 ? [] : [place]))
    this.#purge = purge
  }

  get counts(): PurgeCounts {
    return { ...this.#counts }
  }

  /** Begins those that are due after so many milliseconds of load. */
  keepUp(elapsed: number): void {
    while ((this.#some + 1) * pauses.some <= elapsed) {
      this.#some += 1
      this.#drawOne()
    }
    while ((this.#all + 1) * pauses.all <= elapsed) {
      this.#all += 1
      // By turns, and at the same times in each run: what is stored goes up and down evenly.
      this.#begin('*', { all: true, soft: this.#all % 2 === 0 })
    }
  }

  /** Waits for those that have begun. */
  async end(): Promise<void> {
    await Promise.all(this.#open)
  }

  /** What holds for an answer that is asked for now. */
  fenceOf({ path, group }: Resource): Fence {
    const latestOf = (times: ReadonlyMap<string, number>): number =>
      Math.max(times.get(path) ?? 0, times.get(group) ?? 0, times.get('*') ?? 0)
    return { hard: latestOf(this.#latest.hard), soft: latestOf(this.#latest.soft) }
  }

  #drawOne(): void {
    const chance = this.#chance
    const soft = chance.next() < 0.4
    if (chance.next() < 0.75) {
      const path = drawPath(chance)
      this.#begin(path, { url: `http://${soakHost}${path}`, soft })
      return
    }
    const group = `group-${chance.between(1, groups)}`
    this.#begin(group, { surrogateKey: group, soft })
  }

  #begin(what: string, target: PurgeTarget): void {
    const kind = target.soft === true ? 'soft' : 'hard'
    const work = this.#purge(target).then(({ began, outcome }) => {
      this.#open.delete(work)
      this.#counts[outcome === 'failed' ? 'failed' : kind] += 1
      if (outcome === 'failed') return
      const times = this.#latest[kind]
      times.set(what, Math.max(began, times.get(what) ?? 0))
    })
    this.#open.add(work)
  }
}
