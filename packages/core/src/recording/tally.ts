import type { Deviation } from './compare-step.ts'
import { differenceOf, type Whereabouts } from './difference-of.ts'
import type { ReplayDifference, ReplayResult } from './replay-result.ts'

/** What has come of a replay so far, and where it is. */
export class Tally {
  /** Of the cache whose records come now. */
  run = ''
  /** Which record it is. */
  line = 0
  transactions = 0
  flights = 0
  steps = 0
  incomplete = 0
  lost = 0
  #different = 0
  #difference: ReplayDifference | null = null

  /** Something goes another way; the first such place is kept. */
  differ(where: Pick<Whereabouts, 'kind' | 'id' | 'step'>, deviation: Deviation): void {
    this.#different += 1
    this.#difference ??= differenceOf({ ...where, run: this.run, line: this.line }, deviation)
  }

  toResult(): ReplayResult {
    const { transactions, flights, steps, incomplete, lost } = this
    const result = { transactions, flights, steps, incomplete, lost }
    return { ...result, different: this.#different, difference: this.#difference }
  }
}
