import type { InFlight, Leak, Stuck } from '@cachechart/core'
import type { Counted } from './sample.ts'

/** What a cache, and its adapter, tell of themselves. */
export class Notes {
  readonly #leaks: string[] = []
  readonly #stuck: string[] = []
  readonly #deadlines: Record<string, number> = {}
  readonly #failures: Record<string, number> = {}
  readonly #warnings: string[] = []

  constructor() {
    process.on('warning', ({ name, message }) => {
      if (name !== 'ExperimentalWarning') this.#warnings.push(`${name}: ${message}`)
    })
  }

  leak({ what, how, transaction }: Leak): void {
    this.#leaks.push(`${what} ${how}: ${JSON.stringify(transaction)}`)
  }

  stuck({ reason, after, transaction }: Stuck): void {
    if (reason === 'deadline') count(this.#deadlines, transaction.state)
    else this.#stuck.push(`after ${Math.round(after)} ms: ${story(transaction)}`)
  }

  failure(error: unknown): void {
    const code =
      typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error)
    count(this.#failures, code)
  }

  counted(tolerated: Counted['tolerated'], mishaps: number): Counted {
    return {
      leaks: this.#leaks,
      stuck: this.#stuck,
      deadlines: this.#deadlines,
      tolerated,
      failures: this.#failures,
      warnings: this.#warnings,
      mishaps,
    }
  }
}

const count = (counts: Record<string, number>, key: string): void => {
  counts[key] = (counts[key] ?? 0) + 1
}

/** A transaction in words. */
export const story = (transaction: InFlight): string => JSON.stringify(transaction)
