import type { FlightEventType, FlightState } from '../machine/flight-alphabet.ts'
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

/**
 * What a transaction is to others: `client` serves its own client alone, a `leader` has asked the origin for all who want
 * the same, a `follower` waits for a leader, `background` is a refresh that no client waits for.
 */
export type Role = 'client' | 'leader' | 'follower' | 'background'

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
  /** How long it has been in its state. */
  readonly inState: Millis
  readonly waitsFor: string
  /** Who owes the event that ends the wait: for a follower, the transaction that leads. */
  readonly owedBy: string
  /** What the backend said last of what it is doing (`connect`, `authenticate`), while the transaction waits for it. */
  readonly step: string | undefined
  /** The leader for whose reply a follower waits. */
  readonly leader: number | undefined
}

/** A transaction that waits for longer than it should, with its story. */
export interface Stuck {
  /** `deadline`: a deadline has passed; `threshold`: the state has outlived `stuckAfter`, and goes on waiting. */
  readonly reason: 'deadline' | 'threshold'
  /** How long it waited before this was noticed. */
  readonly after: Millis
  readonly transaction: InFlight
}

/** Something that was owed and not given, or given twice: a defect of the cache, never of its user. */
export interface Leak {
  readonly what: 'obligation' | 'client' | 'follower' | 'writer' | 'lease'
  /** `lost`: never discharged; `twice`: discharged again. */
  readonly how: 'lost' | 'twice'
  readonly transaction: Trace
}

/** One step of one flight. */
export interface FlightTransition {
  /** The transaction that leads. */
  readonly leader: number
  readonly key: string
  readonly event: FlightEventType
  readonly from: FlightState
  readonly to: FlightState
  readonly at: Millis
}
