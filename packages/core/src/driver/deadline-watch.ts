import type { StateMeta } from '../machine/transaction-alphabet.ts'
import type { Millis } from '../http/units.ts'
import type { TransactionRun } from './transaction-run.ts'

/**
 * The deadline of the state that a transaction rests in. It is wanted from `deadline.set` to `deadline.clear`; a timer
 * is made only when the transaction really has to wait.
 */
export class DeadlineWatch {
  readonly #run: TransactionRun
  #wanted: 'wanted' | 'cleared' = 'cleared'
  #timer: unknown
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

  arm(): void {
    if (this.#wanted === 'cleared' || this.#timer !== undefined) return
    const { state } = this.#run.transaction
    const { deadline } = state.meta as StateMeta // the machine's own type for meta; a test checks every state
    if (deadline === 'none') return
    const delay = this.#run.environment.deadlines[deadline]
    this.#taken = this.#run.delivery?.taken ?? 0
    this.#timer = this.#run.environment.clock.setTimer(() => {
      this.#passed(delay)
    }, delay)
  }

  #passed(after: Millis): void {
    this.#timer = undefined
    const { delivery } = this.#run
    const moves = delivery !== undefined && (delivery.taken !== this.#taken || delivery.waitsFor === 'origin')
    if (moves) this.arm()
    else this.#run.feed({ type: 'deadline', after })
  }
}
