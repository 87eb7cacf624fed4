import type { Explanation } from '../engine/explain/explanation.ts'
import type { InFlight, Role } from '../engine/trace.ts'
import type { Millis, Seconds } from '../http/units.ts'
import type { TransactionState } from '../machine/transaction-alphabet.ts'
import type { CacheUse } from '../policy/verdicts.ts'

/** One stored response of a key, as an explanation lists it. */
export interface ExplainedStored {
  readonly status: number
  /** When it came, by the local clock. */
  readonly responseTime: Millis
  readonly age: Seconds
  readonly lifetime: Seconds
  /** How long it will stay fresh; 0 or less once it is stale. */
  readonly timeToLive: Seconds
  /** The request fields that select it, and with which value; `null` where there was none, or where it may be secret. */
  readonly vary: readonly { readonly name: string; readonly value: string | null }[]
  /** `selected`: it is the one that the request is answered from, if any is; `other`: the request selects another. */
  readonly selection: 'selected' | 'matching' | 'other'
  /** What it can be validated by. */
  readonly validators: readonly ('etag' | 'last-modified')[]
  /** Labels by which it can be purged. */
  readonly surrogateKeys: readonly string[]
  /** In bytes, as far as that is known. */
  readonly bodyLength: number | null
  /** Whether it is only a part of the representation. */
  readonly content: 'whole' | 'part'
}

/** A transaction for the key that has ended. */
export interface ExplainedTransaction {
  readonly id: number
  readonly role: Role
  readonly method: string
  readonly startedAt: Millis
  /** From its beginning to its last step. */
  readonly took: Millis
  readonly state: TransactionState
  /** What happened, in sentences. */
  readonly steps: readonly string[]
}

/** What would become of a request now, why, and what there is for its key. */
export interface CacheExplanation extends Explanation {
  /** When it was asked, by the local clock. */
  readonly at: Millis
  readonly method: string
  readonly url: string
  readonly key: string
  readonly mode: CacheUse
  /** `hidden`: what is stored counts as removed, which the store could not be told yet. */
  readonly store: 'answered' | 'failed' | 'late' | 'left-alone' | 'hidden'
  readonly stored: readonly ExplainedStored[]
  /** What an uncacheable reply has left behind for the key. */
  readonly mark: 'none' | 'miss' | 'pass'
  /** Every open transaction for the key. */
  readonly inFlight: readonly InFlight[]
  /** The last ones for the key that have ended, oldest first: at most five. */
  readonly last: readonly ExplainedTransaction[]
}
