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
  /** How long a transaction may rest in one state. `Infinity`: for ever. */
  readonly stuckAfter: Millis
  readonly onStuck: ((stuck: Stuck) => void) | undefined
  readonly tolerate: (error: unknown) => void
}

/** How a transaction was seen last. */
interface Sighting {
  readonly since: Millis
  readonly progress: unknown
  /** Since when it has been so, as far as that is known. */
  readonly at: Millis
  readonly told: 'told' | 'untold'
}

/** Whoever wants to be told at once (`stuckAfter: 0`) is told within this: there is no looking without pause. */
const shortestPause: Millis = 1

/**
 * Notices transactions that rest for too long. There is one timer for the whole cache, and it is set only while something
 * is open: twice within `stuckAfter` all that is open is looked through. Whoever is told may do what it likes with the
 * cache, as to cancel what is stuck.
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
    if (!this.#isHeard) return
    this.#tell({ reason: 'deadline', after, transaction: storyOf(transaction, this.#options.clock.now()) })
  }

  /** Without a listener nothing is built, and nothing counts as told: who subscribes later hears what is still stuck. */
  get #isHeard(): boolean {
    return this.#options.onStuck !== undefined || channels.stuck.hasSubscribers
  }

  #set(): void {
    const { clock, stuckAfter } = this.#options
    this.#timer = clock.setTimer(
      () => {
        // Set before anyone is told: whoever is may close the last transaction, or open another.
        this.#set()
        this.#look()
      },
      Math.max(shortestPause, stuckAfter / 2),
    )
  }

  #look(): void {
    const { clock, open, stuckAfter } = this.#options
    const now = clock.now()
    const isHeard = this.#isHeard
    const seen = new Map<WatchedTransaction, Sighting>()
    const stuck: Stuck[] = []
    for (const transaction of open.toArray()) {
      const sighting = this.#sight(transaction, now)
      const after = now - sighting.at
      const isNews = isHeard && sighting.told === 'untold' && after >= stuckAfter
      seen.set(transaction, isNews ? { ...sighting, told: 'told' } : sighting)
      if (isNews) stuck.push({ reason: 'threshold', after, transaction: storyOf(transaction, now) })
    }
    this.#seen = seen
    for (const each of stuck) this.#tell(each)
  }

  #sight(transaction: WatchedTransaction, now: Millis): Sighting {
    const { since } = transaction.transaction.history
    const progress = transaction.progress()
    const last = this.#seen.get(transaction)
    if (last?.since !== since) return { since, progress, at: Math.min(since, now), told: 'untold' }
    if (last.progress !== progress) return { since, progress, at: now, told: 'untold' }
    // A clock that was set back must not hide for as long what is stuck: it is counted from here.
    return last.at > now ? { ...last, at: now } : last
  }

  #tell(stuck: Stuck): void {
    const { onStuck, tolerate } = this.#options
    try {
      onStuck?.(stuck)
    } catch (error) {
      tolerate(error)
    }
    if (channels.stuck.hasSubscribers) channels.stuck.publish(stuck)
  }
}
