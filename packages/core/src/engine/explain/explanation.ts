import type { TransactionEventType } from '../../machine/transaction-alphabet.ts'
import type { ResponseOutcome } from '../outcome.ts'
import type { ReasonCode } from './reason-clauses.ts'

export type { ReasonCode } from './reason-clauses.ts'

/** A number that a reason rests on. */
export interface ExplainedFact {
  /** What it is, in a few words: `age`, `freshness lifetime`. */
  readonly name: string
  readonly value: number
  /** Seconds, milliseconds, bytes; or none, as of a status. */
  readonly unit: 's' | 'ms' | 'bytes' | 'none'
}

/** One reason for what became of a request, or would become of it. */
export interface ExplainedReason {
  /** Its name, which stays the same whatever it is said with. */
  readonly what: ReasonCode
  /** A sentence for a person. No value of a field that may be secret is in it. */
  readonly because: string
  /** By which clause: `RFC 9111 §4.2`. */
  readonly clause: string
  /** The numbers in the sentence. */
  readonly facts: readonly ExplainedFact[]
}

/**
 * What an explanation comes to: how the client is answered, or would be; or, where that is not decided yet, what the request
 * goes on to do: ask the origin for it all (`miss`), or whether what is stored is still right (`revalidation`), wait for
 * another's fetch or lease (`wait`), or something else (`step`).
 */
export type ExplainedOutcome = ResponseOutcome | 'miss' | 'revalidation' | 'wait' | 'step'

/** Why a request was, or would be, answered as it is. */
export interface Explanation {
  readonly outcome: ExplainedOutcome
  /** The verdict: the event that the machine is told. */
  readonly event: TransactionEventType
  /** All of it in one sentence. */
  readonly headline: string
  /** In the order in which they are asked after: the first is what decides, unless one after it says that it does. */
  readonly reasons: readonly ExplainedReason[]
}
