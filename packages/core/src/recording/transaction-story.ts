import type { Explanation } from '../engine/explain/explanation.ts'
import type { Role } from '../engine/trace.ts'
import type { Millis } from '../http/units.ts'
import type { TransactionState } from '../machine/transaction-alphabet.ts'

/** One step of a recorded transaction, and why it was taken. */
export interface StoryStep extends Explanation {
  readonly at: Millis
  /** Since the transaction began. */
  readonly after: Millis
  readonly from: TransactionState
  readonly to: TransactionState
}

/** What happened to one recorded transaction, and why. */
export interface TransactionStory {
  /** The cache that it is of; empty where its recording does not begin. */
  readonly run: string
  readonly id: number
  readonly role: Role
  readonly method: string
  readonly url: string
  readonly key: string
  readonly startedAt: Millis
  /** From its beginning to its last step. */
  readonly took: Millis
  /** What decided how the client was answered, in a sentence or two. */
  readonly headline: string
  readonly steps: readonly StoryStep[]
  /** `open`: it has not ended in the recording; `differs`: from some step on it would go another way now. */
  readonly ending: 'ended' | 'open' | 'differs'
  /** How it would go another way; empty where it would not. */
  readonly difference: string
}
