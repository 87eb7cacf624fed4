import type { StateMeta } from '../machine/transaction-alphabet.ts'
import type { DeadlineKind } from '../engine/input.ts'
import type { Millis } from '../http/units.ts'
import type { TransactionRun } from './transaction-run.ts'

/**
 * The deadlines of a transaction: of the state that it rests in, wanted from `deadline.set` to `deadline.clear`, and of all
 * of it together. A timer is made only when the transaction really has to wait.
 */
export class DeadlineWatch {
  readonly #run: TransactionRun
  #wanted: 'wanted' | 'cleared' = 'cleared'
  #timer: unknown
  #whole: unknown
  #taken = 0

  constructor(run: TransactionRun) {
    this.#run = run
  }

  set(): void {
    this.#wanted = 'wanted'
  }

  clear(): void {
    this.#wanted = 'cleared'
    if (this.#timer === undefined) return
    this.#run.environment.clock.clearTimer(this.#timer)
    this.#timer = undefined
  }

  /** The transaction has ended. */
  clearAll(): void {
    this.clear()
    if (this.#whole !== undefined) this.#run.environment.clock.clearTimer(this.#whole)
    this.#whole = undefined
  }

  arm(): void {
    if (this.#whole === undefined) this.#armWhole()
    if (this.#wanted === 'cleared' || this.#timer !== undefined) return
    const delay = this.#delay()
    if (delay === Infinity) return
    this.#taken = this.#run.delivery?.taken ?? 0
    this.#timer = this.#run.environment.clock.setTimer(() => {
      this.#timer = undefined
      if (this.#moves()) this.arm()
      else this.tell('own', this.#limit())
    }, delay)
  }

  #armWhole(): void {
    const { environment, transaction } = this.#run
    const limit = environment.deadlines.transaction
    if (limit === Infinity || transaction.history.role === 'background') return
    const left = Math.max(0, transaction.history.startedAt + limit - environment.clock.now())
    this.#whole = environment.clock.setTimer(() => {
      // What goes on without a client is bounded by its own deadlines.
      if (this.#run.transaction.state.name !== 'awaitBackend.detached') this.tell('transaction', limit)
    }, left)
  }

  #limit(): Millis {
    const { transaction, environment } = this.#run
    const { deadline } = transaction.state.meta as StateMeta // the machine's own type for meta; a test checks every state
    return deadline === 'none' ? Infinity : environment.deadlines[deadline]
  }

  #delay(): Millis {
    const { transaction, environment } = this.#run
    const limit = this.#limit()
    if (transaction.state.name !== 'awaitFlight' || transaction.waitedSince === null) return limit
    // All leaders that it has followed count together.
    return Math.max(0, transaction.waitedSince + limit - environment.clock.now())
  }

  #moves(): boolean {
    const { delivery } = this.#run
    return delivery !== undefined && (delivery.taken !== this.#taken || delivery.waitsFor === 'origin')
  }

  /** A deadline has passed. */
  tell(of: DeadlineKind, after: Millis): void {
    this.#run.environment.stuck.deadlinePassed(this.#run, after)
    this.#run.feed({ type: 'deadline', after, of })
  }
}
