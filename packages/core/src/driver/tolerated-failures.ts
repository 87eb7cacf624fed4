import type { CacheOptions, Tolerated } from './cache-api.ts'

/** Failures that no client sees: each is counted, and told to whoever listens. */
export class ToleratedFailures {
  readonly #listener: CacheOptions['onTolerated'] | undefined
  readonly #counts: { [During in Tolerated['during']]: number } = {
    lookup: 0,
    lease: 0,
    write: 0,
    freshen: 0,
    invalidate: 0,
    refresh: 0,
    observe: 0,
    run: 0,
  }

  constructor(listener: CacheOptions['onTolerated'] | undefined) {
    this.#listener = listener
  }

  tolerate(failure: Tolerated): void {
    this.#counts[failure.during] += 1
    try {
      this.#listener?.(failure)
    } catch {
      this.#counts.observe += 1
    }
  }

  toCounts(): { readonly [During in Tolerated['during']]: number } {
    return { ...this.#counts }
  }
}
