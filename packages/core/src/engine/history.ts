import type { TransactionEventType, TransactionState } from '../machine/transaction-alphabet.ts'
import type { Millis } from '../http/units.ts'
import type { Role, Trace, TraceStep } from './trace.ts'

/** More steps than any path through the machine takes without going round. */
const capacity = 32

/**
 * What is remembered of one transaction, bounded, and small enough to outlive it: no head, no body.
 * Steps are kept in parallel lists, because one is written for every transition of every request.
 */
export class History {
  readonly id: number
  readonly role: Role
  readonly method: string
  readonly key: string
  readonly startedAt: Millis
  since: Millis
  state: TransactionState
  #events: TransactionEventType[] = []
  #states: TransactionState[] = []
  #times: Millis[] = []
  #dropped = 0

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
    if (this.#events.length === capacity) {
      this.#events.shift()
      this.#states.shift()
      this.#times.shift()
      this.#dropped += 1
    }
    this.#events.push(event)
    this.#states.push(state)
    this.#times.push(at)
    if (state !== this.state) this.since = at
    this.state = state
  }

  toTrace(): Trace {
    const { id, role, method, key, startedAt, state } = this
    return { id, role, method, key, startedAt, state, history: this.#steps(), dropped: this.#dropped }
  }

  #steps(): TraceStep[] {
    const steps: TraceStep[] = []
    for (const [index, event] of this.#events.entries()) {
      const state = this.#states[index]
      const at = this.#times[index]
      if (state !== undefined && at !== undefined) steps.push({ event, state, at })
    }
    return steps
  }
}
