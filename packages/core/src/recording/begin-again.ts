import { History } from '../engine/history.ts'
import type { Interpreter } from '../engine/interpreter.ts'
import type { RecordedBegin } from '../engine/record.ts'
import { Transaction } from '../engine/transaction.ts'
import type { Policy } from '../policy/policy-options.ts'
import { readRequestFacts } from '../policy/request-facts.ts'

/** What transactions are made again with. */
export interface Replay {
  readonly policy: Policy
  readonly interpreter: Interpreter
}

/** The transaction as it was when it began. */
export const beginAgain = (record: RecordedBegin, { policy, interpreter }: Replay): Transaction => {
  const { id, role, method, url, fields, key, at, mode, rules, namedUrl, range, storage, refreshOf } = record
  const request = { method, url, fields }
  const state = interpreter.initial.name
  const history = new History({ id, role, method, key, startedAt: at, state })
  const transaction = new Transaction({
    request,
    mode,
    policy,
    history,
    interpreter,
    rules,
    namedUrl,
    range,
    storage,
  })
  if (refreshOf === undefined) return transaction
  // As `Engine.beginRefresh` does: nobody admits a refresh, and what it refreshes is known.
  transaction.facts = readRequestFacts(request)
  transaction.stored = refreshOf.stored
  transaction.reason = refreshOf.reason
  return transaction
}
