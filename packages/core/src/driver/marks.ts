import type { Millis } from '../http/units.ts'
import type { Clock } from '../ports/clock.ts'

/** What a key is marked as, and for how long. */
export interface MarkOptions {
  readonly clock: Clock
  readonly kind: 'miss' | 'pass'
  readonly life: Millis
}

/** The marks of a generation; of two generations the older is forgotten as a whole. */
const generationSize = 5_000

/**
 * Keys whose last reply was uncacheable: to let requests for them wait for each other would only make them slow.
 * Varnish's hit-for-miss and hit-for-pass objects. The last 5,000 are remembered, and at most as many before them.
 */
export class Marks {
  readonly #options: MarkOptions
  /** Until when a key is marked. To delete the oldest of one large map again and again would cost as much as a request. */
  #young = new Map<string, Millis>()
  #old = new Map<string, Millis>()

  constructor(options: MarkOptions) {
    this.#options = options
  }

  of(key: string): 'none' | 'miss' | 'pass' {
    if (this.#young.size === 0 && this.#old.size === 0) return 'none' // the common case, on every hit
    const until = this.#young.get(key) ?? this.#old.get(key)
    return until !== undefined && this.#options.clock.now() < until ? this.#options.kind : 'none'
  }

  write(key: string): void {
    if (this.#young.size >= generationSize) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, this.#options.clock.now() + this.#options.life)
  }

  /** All keys may be tried again. */
  clear(): void {
    this.#young.clear()
    this.#old.clear()
  }

  /** A reply for the key may be stored after all. */
  remove(key: string): void {
    if (this.#young.size > 0) this.#young.delete(key)
    if (this.#old.size > 0) this.#old.delete(key)
  }
}
