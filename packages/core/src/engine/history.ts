import type { TransactionEventType, TransactionState } from '../machine/transaction-alphabet.ts'
import type { Millis } from '../http/units.ts'
import type { Role, Trace, TraceStep } from './trace.ts'

/** More steps than any path through the machine takes without going round. */
const capacity = 32

/** A step, and those before it. Most histories have three: a chain of them is less than a list. */
interface Link extends TraceStep {
  previous: Link | undefined
}

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
  #last: Link | undefined
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
    this.#last = { event, state, at, previous: this.#last }
    this.#recorded += 1
    // Now and then, so that there are never twice as many.
    if (this.#recorded % capacity === 0) this.#forget()
    if (state !== this.state) this.since = at
    this.state = state
  }

  toTrace(): Trace {
    const { id, role, method, key, startedAt, state } = this
    const dropped = Math.max(0, this.#recorded - capacity)
    return { id, role, method, key, startedAt, state, history: this.#steps(), dropped }
  }

  /** The last ones, oldest first. */
  #steps(): TraceStep[] {
    const steps: TraceStep[] = []
    for (let link = this.#last; link !== undefined && steps.length < capacity; link = link.previous) {
      steps.push({ event: link.event, state: link.state, at: link.at })
    }
    return steps.toReversed()
  }

  #forget(): void {
    let kept = 1
    for (let link = this.#last; link !== undefined; link = link.previous, kept += 1)
      if (kept === capacity) link.previous = undefined
  }
}
