import type { RefreshOpening } from '../engine/input.ts'
import type { Millis } from '../http/units.ts'
import type { Clock } from '../ports/clock.ts'

/** The limits of background work, every choice made. */
export interface SupervisorOptions {
  readonly clock: Clock
  readonly random: () => number
  readonly concurrency: number
  readonly backoff: Millis
  readonly backoffMaximum: Millis
}

interface Pause {
  readonly failures: number
  readonly until: Millis
}

/** Keys in a pause are remembered up to this many; the oldest is forgotten first. */
const rememberedPauses = 10_000

/**
 * Says whether a refresh may start: at most one for each key, a limited number in all, and after a failure a growing
 * pause for its key, with jitter so that many keys of a broken origin do not come back at the same moment.
 */
export class BackgroundSupervisor {
  readonly #options: SupervisorOptions
  /** Where there may be none at all, there may be none when nothing runs. */
  readonly #whenIdle: RefreshOpening
  readonly #running = new Set<string>()
  readonly #pauses = new Map<string, Pause>()

  constructor(options: SupervisorOptions) {
    this.#options = options
    this.#whenIdle = options.concurrency > 0 ? 'open' : 'taken'
  }

  opening(key: string): RefreshOpening {
    if (this.#running.size === 0 && this.#pauses.size === 0) return this.#whenIdle // the common case, on every hit
    if (this.#running.size >= this.#options.concurrency || this.#running.has(key)) return 'taken'
    const pause = this.#pauses.get(key)
    return pause !== undefined && this.#options.clock.now() < pause.until ? 'taken' : 'open'
  }

  /** How many refreshes run. */
  get running(): number {
    return this.#running.size
  }

  started(key: string): void {
    this.#running.add(key)
  }

  succeeded(key: string): void {
    this.#running.delete(key)
    this.#pauses.delete(key)
  }

  failed(key: string): void {
    this.#running.delete(key)
    const { clock, random, backoff, backoffMaximum } = this.#options
    const failures = (this.#pauses.get(key)?.failures ?? 0) + 1
    const pause = Math.min(backoff * 2 ** (failures - 1), backoffMaximum)
    const jitter = 0.75 + random() / 2
    this.#pauses.delete(key)
    this.#pauses.set(key, { failures, until: clock.now() + pause * jitter })
    if (this.#pauses.size > rememberedPauses) this.#forgetOldest()
  }

  #forgetOldest(): void {
    for (const key of this.#pauses.keys()) {
      this.#pauses.delete(key)
      return
    }
  }
}
