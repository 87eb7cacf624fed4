import type { Millis } from '@cachechart/core'

/** How a worker came to its end. */
export interface Life {
  /** Whether it came to listen. */
  readonly began: 'listened' | 'died at start'
  readonly lived: Millis
}

/** A worker that has lived so long has died of something new. */
const steady: Millis = 10_000

/** The second in a row waits for so long, each further one twice as long. */
const firstPause: Millis = 100
const longestPause: Millis = 5_000

/** So many in a row that never came to listen are no accident. */
const triesAtStart = 5

/** Decides when another worker takes the place of one that died: at once, unless it happens again and again. */
export class RestartPace {
  #atStart = 0
  #shortLived = 0

  /** A worker listens: those that died before it at their start are forgiven. */
  noteListening(): void {
    this.#atStart = 0
  }

  /** How long to wait, or `never`: the workers cannot start. */
  next({ began, lived }: Life): Millis | 'never' {
    this.#shortLived = lived < steady ? this.#shortLived + 1 : 0
    this.#atStart = began === 'listened' ? 0 : this.#atStart + 1
    if (this.#atStart >= triesAtStart) return 'never'
    return this.#shortLived <= 1 ? 0 : Math.min(longestPause, firstPause * 2 ** (this.#shortLived - 2))
  }
}
