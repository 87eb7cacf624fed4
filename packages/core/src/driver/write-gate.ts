import type { StoreError } from '../ports/port-errors.ts'
import type { StoreBreaker } from './store-breaker.ts'

/**
 * Whether the store is given anything to keep. It may be full and still answer lookups: so writes that fail keep nobody
 * from reading, while a store that is not asked is not written to either.
 */
export class WriteGate {
  readonly #reads: StoreBreaker
  readonly #writes: StoreBreaker
  #dropped = 0

  /** @param reads whether the store is asked at all */
  constructor(reads: StoreBreaker, writes: StoreBreaker) {
    this.#reads = reads
    this.#writes = writes
  }

  get breaker(): StoreBreaker {
    return this.#writes
  }

  /** How many writes came to nothing as the store failed, was too slow, or was left alone. */
  get dropped(): number {
    return this.#dropped
  }

  /** Why nothing is to be written now; `undefined` where it is. Whoever is let through has to say what came of it. */
  obstacle(): StoreError | undefined {
    let obstacle = this.#writes.obstacle()
    if (obstacle === undefined) {
      obstacle = this.#reads.obstacle()
      if (obstacle === undefined) return undefined // the common case
      this.#writes.gaveUp()
    }
    this.#dropped += 1
    return obstacle
  }

  succeeded(): void {
    this.#writes.succeeded()
    // Where nobody looks up anything it is a write that tries whether the store is back.
    if (this.#reads.state === 'halfOpen') this.#reads.succeeded()
  }

  failed(): void {
    this.#dropped += 1
    this.#writes.failed()
    if (this.#reads.state === 'halfOpen') this.#reads.failed()
  }

  /** It was given up for another reason before the store had answered. */
  gaveUp(): void {
    this.#writes.gaveUp()
    this.#reads.gaveUp()
  }
}
