import type { Interpreter } from './interpreter.ts'
import { step } from './step.ts'
import { transactionTable, type TransactionNode } from './transaction-table.ts'

/** Runs transactions on the compiled table: a look-up for each event, and nothing else. */
export const createTableInterpreter = (initial: TransactionNode): Interpreter => ({
  initial,
  begin() {
    // the transaction itself holds its state
  },
  step: (transaction, event) => step(transaction.state, event),
})

/** For the machine as it is. */
export const tableInterpreter: Interpreter = createTableInterpreter(transactionTable.initial)
