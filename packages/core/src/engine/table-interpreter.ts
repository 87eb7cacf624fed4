import type { Interpreter } from './interpreter.ts'
import { step } from './step.ts'

/** Runs transactions on the compiled table: a look-up for each event, and nothing else. */
export const tableInterpreter: Interpreter = {
  begin() {
    // the transaction itself holds its state
  },
  step: (transaction, event) => step(transaction.state, event),
}
