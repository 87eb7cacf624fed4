import type { RequestHead } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis } from '../http/units.ts'
import type { Policy } from '../policy/policy-options.ts'
import type { RequestFacts } from '../policy/request-facts.ts'
import type { StorageOverrides } from '../policy/storage-overrides.ts'
import type { Ask, CacheUse, ForwardReason } from '../policy/verdicts.ts'
import type { FlightRules } from './flight-rules.ts'
import type { History } from './history.ts'
import type { Interpreter } from './interpreter.ts'
import type { TransactionNode } from './transaction-table.ts'

/** Whether it has asked the origin for the cache, and owes it an outcome. */
export const isObliged = ({ state }: Pick<Transaction, 'state'>): boolean =>
  state.name.startsWith('awaitBackend')

/** What the engine knows of one transaction. The driver beside it knows sockets, bodies and timers. */
export class Transaction {
  readonly request: RequestHead
  readonly mode: CacheUse
  readonly policy: Policy
  readonly history: History
  readonly interpreter: Interpreter
  readonly rules: FlightRules
  /** The target URI, where the key does not say it; else `null`. */
  readonly namedUrl: string | null
  /** `dropped`: the whole is asked for, though the client wants a part: what comes may be made into something else. */
  readonly range: 'kept' | 'dropped'
  /** What is said of the response in place of what it says itself. */
  storage: StorageOverrides | undefined
  state: TransactionNode
  facts: RequestFacts | null = null
  /** The stored response that was selected; it may be validated, or mask an error. */
  stored: StoredResponse | null = null
  /** Why the request went to the origin, once it has. */
  reason: ForwardReason | null = null
  /** `down`: the store has not answered, so what was purged meanwhile is not known, and nothing is stored. */
  store: 'up' | 'down' = 'up'
  /** What the origin is asked for. */
  ask: Ask = 'plain'
  /** Since when it has waited for another's fetch; `null` where it never has. */
  waitedSince: Millis | null = null
  /** When the request went to the origin. */
  requestTime: Millis = 0

  constructor(
    subject: Pick<Transaction, 'request' | 'mode' | 'policy' | 'history' | 'interpreter' | 'rules'> &
      Pick<Transaction, 'namedUrl' | 'range' | 'storage'>,
  ) {
    this.request = subject.request
    this.mode = subject.mode
    this.policy = subject.policy
    this.history = subject.history
    this.interpreter = subject.interpreter
    this.state = subject.interpreter.initial
    this.rules = subject.rules
    this.namedUrl = subject.namedUrl
    this.range = subject.range
    this.storage = subject.storage
  }
}
