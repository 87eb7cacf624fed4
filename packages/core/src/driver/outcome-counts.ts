import { outcomes, type Outcome } from '../engine/outcome.ts'

/** How many requests have ended how. */
export type Counters = { readonly [Kind in Outcome]: number }

/** Counts the outcomes of requests, each when its transaction has ended. */
export class OutcomeCounts {
  // Every outcome is listed, and each begins with 0.
  readonly #counts = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as {
    [Kind in Outcome]: number
  }

  add(outcome: Outcome): void {
    this.#counts[outcome] += 1
  }

  toCounters(): Counters {
    return { ...this.#counts }
  }
}
