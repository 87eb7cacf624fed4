import { explainStep } from '../engine/explain/explain-step.ts'
import type { Explanation } from '../engine/explain/explanation.ts'
import { outcomeOf } from '../engine/outcome.ts'
import type { RecordedBegin, RecordedStep } from '../engine/record.ts'
import type { Transaction } from '../engine/transaction.ts'
import { beginAgain, type Replay } from './begin-again.ts'
import { stepAgain } from './step-again.ts'
import type { StoryStep, TransactionStory } from './transaction-story.ts'

/** Makes one recorded transaction again, and keeps why each step was taken. */
export class StoryTeller {
  readonly #begin: RecordedBegin
  readonly #run: string
  readonly #transaction: Transaction
  readonly #steps: StoryStep[] = []
  #ending: TransactionStory['ending'] = 'open'
  #difference = ''

  constructor(begin: RecordedBegin, run: string, replay: Replay) {
    this.#begin = begin
    this.#run = run
    this.#transaction = beginAgain(begin, replay)
  }

  /** `over`: nothing more comes of it. */
  take(record: RecordedStep): 'open' | 'over' {
    const explanation = explained(this.#transaction, record)
    const came = stepAgain(this.#transaction, record)
    if (came !== 'agrees') {
      this.#ending = 'differs'
      this.#difference =
        came === 'broken'
          ? `"${record.event}" was no event for state "${record.from}"`
          : `${came.what}: recorded ${came.expected}; now ${came.seen}`
      return 'over'
    }
    const { at, from, to } = record
    // A clock that was set back makes no duration negative.
    const after = Math.max(0, at - this.#begin.at)
    if (explanation !== undefined) this.#steps.push({ ...explanation, at, after, from, to })
    if (!this.#transaction.state.final) return 'open'
    this.#ending = 'ended'
    return 'over'
  }

  toStory(): TransactionStory {
    const { id, method, url, key, at } = this.#begin
    const { history } = this.#transaction
    return {
      run: this.#run,
      id,
      role: history.role,
      method,
      url,
      key,
      startedAt: at,
      took: this.#steps.at(-1)?.after ?? 0,
      headline: headlineOf(this.#steps),
      steps: this.#steps,
      ending: this.#ending,
      difference: this.#difference,
    }
  }
}

/** `undefined` where policy would throw, as for what cannot have been: making the step again says so. */
const explained = (transaction: Transaction, record: RecordedStep): Explanation | undefined => {
  if (record.requestTime !== undefined) transaction.requestTime = record.requestTime
  if (record.storage !== undefined) transaction.storage = record.storage
  try {
    return explainStep(transaction, record.input, { now: record.at, leader: record.leader })
  } catch {
    return undefined
  }
}

/** Where it was decided how the client is answered, and by what it was. */
const headlineOf = (steps: readonly StoryStep[]): string => {
  const decided = steps.find(({ outcome }) => outcome !== 'step')
  const answered = steps.findLast(({ event }) => outcomeOf(event) !== undefined)
  const told = new Set([decided?.headline, answered?.headline].filter((headline) => headline !== undefined))
  return told.size === 0 ? 'Nothing was decided yet.' : [...told].join(' ')
}
