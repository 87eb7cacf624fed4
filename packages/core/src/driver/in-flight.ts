import type { InFlight } from '../engine/trace.ts'
import type { Transaction } from '../engine/transaction.ts'
import type { StateMeta } from '../machine/transaction-alphabet.ts'
import type { Millis } from '../http/units.ts'

/** What is known of an open transaction beside its history. */
export interface OpenTransaction {
  readonly transaction: Transaction
  /** What the backend said last of what it is doing. */
  readonly step: string | undefined
  /** Whom it follows. */
  readonly following: { readonly leader: { readonly id: number; readonly state: string } } | undefined
}

/** Where a transaction is, since when, and what it waits for, in the words of the machine's own descriptions. */
export const storyOf = ({ transaction, step, following }: OpenTransaction, now: Millis): InFlight => {
  const { history, state } = transaction
  const { waitsFor, owedBy } = state.meta as StateMeta // the machine's own type for meta; a test checks every state
  const { since } = history
  const told = { ...history.toTrace(), since, inState: Math.max(0, now - since), waitsFor, owedBy, step }
  if (following === undefined) return { ...told, leader: undefined }
  const { id, state: leaderState } = following.leader
  return {
    ...told,
    leader: id,
    waitsFor: `the reply to transaction ${id}`,
    owedBy: `transaction ${id} (${leaderState})`,
  }
}
