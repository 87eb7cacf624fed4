import type { TransactionEventType, TransactionState } from '../machine/transaction-alphabet.ts'
import type { Millis } from '../http/units.ts'

/** One step of one transaction: the event that happened, and the state that it led to. */
export interface Transition {
  readonly transaction: number
  readonly key: string
  readonly event: TransactionEventType
  readonly from: TransactionState
  readonly to: TransactionState
  readonly at: Millis
}

/** One line of a transaction's history. */
export interface TraceStep {
  readonly event: TransactionEventType
  readonly state: TransactionState
  readonly at: Millis
}

/** Whom a transaction works for. */
export type Role = 'client' | 'background'

/** The story of a transaction. */
export interface Trace {
  readonly id: number
  readonly role: Role
  readonly method: string
  readonly key: string
  readonly startedAt: Millis
  readonly state: TransactionState
  /** The last steps, oldest first; `dropped` says how many came before them. */
  readonly history: readonly TraceStep[]
  readonly dropped: number
}

/** An open transaction, as an operator wants to see it. */
export interface InFlight extends Trace {
  /** When it entered its state. */
  readonly since: Millis
  readonly waitsFor: string
  readonly owedBy: string
}
