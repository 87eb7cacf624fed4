import type { Stuck } from '../engine/trace.ts'
import type { Millis } from '../http/units.ts'
import type { Clock } from '../ports/clock.ts'
import { channels } from './channels.ts'
import { storyOf, type OpenTransaction } from './in-flight.ts'

/** An open transaction, as far as it can be stuck. */
export interface WatchedTransaction extends OpenTransaction {
  /** Changes whenever its client has taken a piece of the body. */
  progress(): unknown
}

/** What is watched, and who is told. */
export interface StuckWatchOptions {
  readonly clock: Clock
  readonly open: { readonly size: number; toArray(): readonly WatchedTransaction[] }
  /** How long a transaction may rest in one state. */
  readonly stuckAfter: Millis
  readonly onStuck: ((stuck: Stuck) => void) | undefined
  readonly tolerate: (error: unknown) => void
}

/** How a transaction was seen last. */
interface Sighting {
  readonly since: Millis
  readonly progress: unknown
  readonly at: Millis
  readonly told: 'told' | 'untold'
}

/**
 * Notices transactions that rest for too long. There is one timer for the whole cache, and it is set only while something
 * is open: twice within `stuckAfter` all that is open is looked through.
 */
export class StuckWatch {
  readonly #options: StuckWatchOptions
  /** Of those that were open at the last look; replaced at each. */
  #seen = new Map<WatchedTransaction, Sighting>()
  #timer: unknown

  constructor(options: StuckWatchOptions) {
    this.#options = options
  }

  /** Something has been opened. */
  opened(): void {
    if (this.#timer === undefined && this.#options.stuckAfter !== Infinity) this.#set()
  }

  /** Something has been closed. */
  closed(): void {
    const { clock, open } = this.#options
    if (open.size > 0 || this.#timer === undefined) return
    clock.clearTimer(this.#timer)
    this.#timer = undefined
    if (this.#seen.size > 0) this.#seen = new Map()
  }

  /** A transaction has waited in vain. */
  deadlinePassed(transaction: WatchedTransaction, after: Millis): void {
    this.#tell('deadline', transaction, after)
  }

  #set(): void {
    const { clock, stuckAfter } = this.#options
    this.#timer = clock.setTimer(() => {
      this.#timer = undefined
      this.#look()
      this.#set()
    }, stuckAfter / 2)
  }

  #look(): void {
    const { clock, open, stuckAfter } = this.#options
    const now = clock.now()
    const seen = new Map<WatchedTransaction, Sighting>()
    for (const transaction of open.toArray()) {
      const sighting = this.#sight(transaction, now)
      const isStuck = sighting.told === 'untold' && now - sighting.at >= stuckAfter
      seen.set(transaction, isStuck ? { ...sighting, told: 'told' } : sighting)
      if (isStuck) this.#tell('threshold', transaction, now - sighting.at)
    }
    this.#seen = seen
  }

  /** Since when it has been where it is, without a piece of the body being taken. */
  #sight(transaction: WatchedTransaction, now: Millis): Sighting {
    const { since } = transaction.transaction.history
    const progress = transaction.progress()
    const last = this.#seen.get(transaction)
    if (last !== undefined && last.since === since && last.progress === progress) return last
    const moved = last !== undefined && last.since === since
    return { since, progress, at: moved ? now : since, told: 'untold' }
  }

  #tell(reason: Stuck['reason'], transaction: WatchedTransaction, after: Millis): void {
    const { clock, onStuck, tolerate } = this.#options
    if (onStuck === undefined && !channels.stuck.hasSubscribers) return
    const stuck: Stuck = { reason, after, transaction: storyOf(transaction, clock.now()) }
    try {
      onStuck?.(stuck)
    } catch (error) {
      tolerate(error)
    }
    if (channels.stuck.hasSubscribers) channels.stuck.publish(stuck)
  }
}
