/** For how many bodies is remembered how often they were used. */
const mostBodies = 10_000

/**
 * How often bodies have answered a request of this process. Who was not used for the longest is forgotten, and counts from 1
 * again.
 */
export class UseCounts {
  readonly #counts = new Map<string, number>()

  /** Once more; how often it was. */
  add(body: string): number {
    const count = (this.#counts.get(body) ?? 0) + 1
    // The map's order is that of the last use.
    this.#counts.delete(body)
    this.#counts.set(body, count)
    if (this.#counts.size > mostBodies) {
      const [oldest] = this.#counts.keys()
      if (oldest !== undefined) this.#counts.delete(oldest)
    }
    return count
  }
}
