import { createTableInterpreter } from '../engine/table-interpreter.ts'
import { transactionTable } from '../engine/transaction-table.ts'
import type { CacheRecord, RecordedBegin, RecordedStep, RecordingStart } from '../engine/record.ts'
import { definePolicy } from '../policy/default-policy.ts'
import type { Replay } from './begin-again.ts'
import { StoryTeller } from './story-teller.ts'
import type { TransactionStory } from './transaction-story.ts'

/** Which transactions are explained. */
export interface ExplainerOptions {
  /** Asked as each begins; `run`: of which cache it is. */
  readonly isMeant: (begin: RecordedBegin, run: string) => boolean
  /** So many may be open at the same time; when there are more, the oldest is told as it is. Default 1000. */
  readonly limit?: number
}

/** Explains transactions of a recording as its records come. What it keeps is what is meant and open. */
export interface Explainer {
  /** The next record; the story of the transaction that ends with it. */
  take(record: CacheRecord): TransactionStory | undefined
  /** Nothing more comes: the stories of those that have not ended. */
  end(): readonly TransactionStory[]
}

/**
 * Explains transactions of a recording as it is read. A recording without its beginning, which has the policy, is explained
 * by the policy that a cache has by default.
 *
 * @example
 * import { createExplainer } from '@cachechart/core/recording'
 *
 * const explainer = createExplainer({ isMeant: ({ url }) => url === 'http://example.com/' })
 * console.log(explainer.end().length) // 0
 */
export const createExplainer = (options: ExplainerOptions): Explainer => new RecordedTransactions(options)

const interpreter = createTableInterpreter(transactionTable.initial)

class RecordedTransactions implements Explainer {
  readonly #isMeant: ExplainerOptions['isMeant']
  readonly #limit: number
  readonly #open = new Map<number, StoryTeller>()
  /** Those that were open when the recording of their cache ended. */
  #left: readonly TransactionStory[] = []
  #run = ''
  #replay: Replay = { policy: definePolicy(), interpreter }

  constructor({ isMeant, limit = 1_000 }: ExplainerOptions) {
    this.#isMeant = isMeant
    this.#limit = limit
  }

  take(record: CacheRecord): TransactionStory | undefined {
    switch (record.kind) {
      case 'start':
        this.#start(record)
        return undefined
      case 'begin':
        return this.#begin(record)
      case 'step':
        return this.#step(record)
      case 'flight':
      case 'loss':
        return undefined
    }
  }

  end(): readonly TransactionStory[] {
    this.#leaveOpen()
    return this.#left
  }

  #start({ run, policy }: RecordingStart): void {
    // A file that follows another begins with the same start: what was open there goes on here.
    if (run !== this.#run) this.#leaveOpen()
    this.#run = run
    this.#replay = { policy: definePolicy(policy), interpreter }
  }

  #begin(record: RecordedBegin): TransactionStory | undefined {
    if (!this.#isMeant(record, this.#run)) return undefined
    this.#open.set(record.id, new StoryTeller(record, this.#run, this.#replay))
    const [oldest] = this.#open
    if (oldest === undefined || this.#open.size <= this.#limit) return undefined
    const [id, teller] = oldest
    this.#open.delete(id)
    return teller.toStory()
  }

  #step(record: RecordedStep): TransactionStory | undefined {
    const teller = this.#open.get(record.id)
    if (teller?.take(record) !== 'over') return undefined
    this.#open.delete(record.id)
    return teller.toStory()
  }

  #leaveOpen(): void {
    const stories = [...this.#open.values()].map((teller) => teller.toStory())
    this.#left = [...this.#left, ...stories].slice(-this.#limit)
    this.#open.clear()
  }
}
