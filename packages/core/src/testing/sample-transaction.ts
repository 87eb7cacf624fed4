import { History } from '../engine/history.ts'
import { tableInterpreter } from '../engine/table-interpreter.ts'
import type { Role } from '../engine/trace.ts'
import { transactionNodes } from '../engine/transaction-table.ts'
import { Transaction } from '../engine/transaction.ts'
import type { RequestHead } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis } from '../http/units.ts'
import type { TransactionState } from '../machine/transaction-alphabet.ts'
import { definePolicy } from '../policy/default-policy.ts'
import type { PolicyOptions } from '../policy/policy-options.ts'
import { readRequestFacts } from '../policy/request-facts.ts'
import type { CacheUse } from '../policy/verdicts.ts'

/** What may be different about a sample transaction. */
export interface SampleTransactionChanges {
  readonly request?: Partial<RequestHead>
  readonly mode?: CacheUse
  readonly policy?: PolicyOptions
  readonly role?: Role
  readonly stored?: StoredResponse | null
  readonly ask?: Transaction['ask']
  readonly reason?: Transaction['reason']
  readonly requestTime?: Millis
  readonly rules?: Partial<Transaction['rules']>
  readonly range?: Transaction['range']
  readonly storage?: Transaction['storage']
  readonly namedUrl?: string
}

/**
 * A transaction for a GET of `http://example.com/a` in the given state, admitted unless it is still `received`, with
 * nothing stored, unless `changes` say otherwise.
 */
export function sampleTransaction(
  state: TransactionState,
  changes: SampleTransactionChanges = {},
): Transaction {
  const request = { method: 'GET', url: 'http://example.com/a', fields: [], ...changes.request }
  const role = changes.role ?? 'client'
  const subject = { id: 1, role, method: request.method, key: request.url, startedAt: 0, state }
  const transaction = new Transaction({
    request,
    mode: changes.mode ?? 'default',
    policy: definePolicy(changes.policy),
    history: new History(subject),
    interpreter: tableInterpreter,
    rules: { onTimeout: 'stale', leaderLeaves: 'finish', ...changes.rules },
    range: changes.range ?? 'kept',
    storage: changes.storage,
    namedUrl: changes.namedUrl ?? null,
  })
  transaction.state = transactionNodes[state]
  transaction.facts = state === 'received' ? null : readRequestFacts(request)
  transaction.stored = changes.stored ?? null
  transaction.ask = changes.ask ?? 'plain'
  transaction.reason = changes.reason ?? null
  transaction.requestTime = changes.requestTime ?? 0
  return transaction
}
