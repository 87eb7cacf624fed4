import type { TransactionEventType } from '../machine/transaction-alphabet.ts'
import type { Transaction } from './transaction.ts'
import type { TransactionEdge, TransactionNode } from './transaction-table.ts'

/** What runs the transaction machine: the compiled table, or XState's own actors. */
export interface Interpreter {
  /** Where every transaction begins. */
  readonly initial: TransactionNode
  /** Told once of each new transaction, before its first event. */
  begin(transaction: Transaction): void
  /**
   * The edge that the event takes from the transaction's present state.
   * @throws IllegalEventError, having changed nothing, when the state does not expect the event.
   */
  step(transaction: Transaction, event: TransactionEventType): TransactionEdge
}
