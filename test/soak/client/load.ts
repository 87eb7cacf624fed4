import type { Purge } from '../purges/purge-report.ts'
import { Purges } from '../purges/purges.ts'
import type { LoadCounts } from '../tested/message.ts'
import { Errands } from './errand.ts'
import { press, type Pressure, type RunErrand } from './press.ts'
import { Tally } from './tally.ts'

/** How requests are made, and how the cache is made to purge. */
export interface LoadWays {
  readonly run: RunErrand
  readonly purge: Purge
}

/** Everything that happens to a cache from outside, and what came of it. */
export class Load {
  readonly tally = new Tally()
  readonly #errands: Errands
  readonly #purges: Purges
  readonly #run: RunErrand
  #sentFor = 0

  /** `place`: which of several loads on one origin it is, from 0. */
  constructor(seed: number, { run, purge }: LoadWays, place = 0) {
    this.#errands = new Errands(seed, place)
    this.#purges = new Purges(seed, purge, place)
    this.#run = run
  }

  /** Resolves when the last request was sent, with those that have not ended by then. */
  async press(pressure: Pressure): Promise<readonly Promise<void>[]> {
    const began = performance.now()
    const parts = { errands: this.#errands, purges: this.#purges, tally: this.tally, run: this.#run }
    const open = await press(pressure, parts)
    this.#sentFor = performance.now() - began
    return open
  }

  /** `unasked`: how often bytes came on a connection that nobody had asked for. */
  counts(unasked: number): LoadCounts {
    return { tally: this.tally.counts(), purges: this.#purges.counts, unasked, sentFor: this.#sentFor }
  }
}
