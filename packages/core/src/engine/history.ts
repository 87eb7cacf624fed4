import type { TransactionEventType, TransactionState } from '../machine/transaction-alphabet.ts'
import type { Millis } from '../http/units.ts'
import { Ring } from './ring.ts'
import type { Role, Trace, TraceStep } from './trace.ts'

/** More steps than any path through the machine takes without going round. */
const capacity = 32

/** What is remembered of one transaction, bounded, and small enough to outlive it: no head, no body. */
export class History {
  readonly id: number
  /** A client's transaction becomes a leader, or a follower, and perhaps a leader after that. */
  role: Role
  readonly method: string
  readonly key: string
  readonly startedAt: Millis
  /** When it entered its state. */
  since: Millis
  state: TransactionState
  readonly #steps = new Ring<TraceStep>(capacity)
  #recorded = 0

  constructor(subject: Pick<Trace, 'id' | 'role' | 'method' | 'key' | 'startedAt' | 'state'>) {
    this.id = subject.id
    this.role = subject.role
    this.method = subject.method
    this.key = subject.key
    this.startedAt = subject.startedAt
    this.since = subject.startedAt
    this.state = subject.state
  }

  record(event: TransactionEventType, state: TransactionState, at: Millis): void {
    this.#steps.add({ event, state, at })
    this.#recorded += 1
    if (state !== this.state) this.since = at
    this.state = state
  }

  toTrace(): Trace {
    const { id, role, method, key, startedAt, state } = this
    const dropped = Math.max(0, this.#recorded - capacity)
    return { id, role, method, key, startedAt, state, history: this.#steps.toArray(), dropped }
  }
}
