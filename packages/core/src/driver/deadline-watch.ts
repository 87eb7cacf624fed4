import type { StateMeta } from '../machine/transaction-alphabet.ts'
import type { DeadlineKind } from '../engine/input.ts'
import type { Millis } from '../http/units.ts'
import { companyWithoutStore } from './look-up.ts'
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
  /** Since when it has waited for the store. */
  #storeSince: Millis | undefined

  constructor(run: TransactionRun) {
    this.#run = run
  }

  /** Whether a timer runs for the state. */
  get isArmed(): boolean {
    return this.#timer !== undefined
  }

  set(): void {
    this.#wanted = 'wanted'
  }

  clear(): void {
    this.#wanted = 'cleared'
    this.#charge()
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
    const left = this.#left()
    if (this.#kind === 'store') this.#storeSince = this.#run.now
    const connect = this.#run.step === 'connect' ? this.#run.settings.deadlines.connect : Infinity
    if (connect < left) this.#wait(connect, () => this.#passConnect(connect, left - connect))
    else this.#wait(left, () => this.#passOwn())
  }

  /** A deadline has passed. */
  tell(of: DeadlineKind, after: Millis): void {
    const { state } = this.#run
    this.#run.environment.stuck.deadlinePassed(this.#run, after)
    // Whoever was told may have cancelled it.
    if (this.#run.state !== state) return
    const company = state === 'awaitCache' ? companyWithoutStore(this.#run) : undefined
    this.#run.feed({ type: 'deadline', after, of, ...company })
  }

  #wait(delay: Millis, pass: () => void): void {
    if (delay === Infinity) return
    this.#taken = this.#run.delivery?.taken ?? 0
    this.#timer = this.#run.environment.clock.setTimer(() => {
      this.#timer = undefined
      pass()
    }, delay)
  }

  /** One timer serves both waits: for a connection, and for the reply that comes by it. */
  #passConnect(connect: Millis, left: Millis): void {
    if (this.#run.step === 'connect') this.tell('connect', connect)
    else this.#wait(left, () => this.#passOwn())
  }

  #passOwn(): void {
    if (this.#moves()) this.arm()
    else this.tell('own', this.#limit())
  }

  #armWhole(): void {
    const { environment, settings, transaction } = this.#run
    const limit = settings.deadlines.transaction
    if (limit === Infinity || transaction.history.role === 'background') return
    this.#whole = environment.clock.setTimer(
      () => {
        // What goes on without a client is bounded by its own deadlines.
        if (transaction.state.name !== 'awaitBackend.detached') this.tell('transaction', limit)
      },
      this.#rest(transaction.history.startedAt, limit),
    )
  }

  get #kind(): StateMeta['deadline'] {
    const { deadline } = this.#run.transaction.state.meta as StateMeta // the machine's own type for meta; a test checks every state
    return deadline
  }

  #limit(): Millis {
    const deadline = this.#kind
    return deadline === 'none' ? Infinity : this.#run.settings.deadlines[deadline]
  }

  /** What the client has lost to the store counts for all that it still has to wait for it. */
  #charge(): void {
    if (this.#storeSince === undefined) return
    this.#run.storeBudget.charge(this.#run.now - this.#storeSince)
    this.#storeSince = undefined
  }

  #left(): Millis {
    const { state, waitedSince } = this.#run.transaction
    if (this.#kind === 'store') return this.#run.storeBudget.left
    const limit = this.#limit()
    // All leaders that it has followed count together, of this process and of others.
    const isForOthers = state.name === 'awaitFlight' || state.name === 'awaitLease.parked'
    return isForOthers && waitedSince !== null ? this.#rest(waitedSince, limit) : limit
  }

  /** What is left of a limit; never more than all of it, though the clock may have been set back. */
  #rest(since: Millis, limit: Millis): Millis {
    return Math.min(limit, Math.max(0, since + limit - this.#run.environment.clock.now()))
  }

  #moves(): boolean {
    const { delivery } = this.#run
    return delivery !== undefined && (delivery.taken !== this.#taken || delivery.waitsFor === 'origin')
  }
}
