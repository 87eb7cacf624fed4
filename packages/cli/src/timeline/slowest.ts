import type { CacheRecord, Millis } from '@cachechart/core'

/** Which transactions count. */
export type Counting = (begun: { readonly key: string; readonly url: string }) => boolean

/** So many are watched at a time; when there are more the oldest are given up. */
const mostOpen = 100_000

/** Finds out how long the slowest of all transactions took, holding no more than those that are open. */
export class Slowest {
  readonly #number: number
  readonly #counts: Counting
  readonly #isFinal: (state: string) => boolean
  readonly #open = new Map<string, Millis>()
  #longest: Millis[] = []
  #run = ''
  #latest: Millis = -Infinity

  constructor(number: number, counts: Counting, isFinal: (state: string) => boolean) {
    this.#number = number
    this.#counts = counts
    this.#isFinal = isFinal
  }

  take(record: CacheRecord): void {
    if (record.kind === 'start') this.#run = record.run
    else if (record.kind === 'begin' && this.#counts(record)) this.#begin(record)
    else if (record.kind === 'step') this.#step(record)
  }

  /** The slowest are those that took longer than this. */
  get slowerThan(): Millis {
    for (const begin of this.#open.values()) this.#add(this.#latest - begin)
    this.#open.clear()
    this.#cut()
    return (this.#longest.length < this.#number ? 0 : (this.#longest.at(-1) ?? 0)) - 0.5
  }

  #begin({ id, at }: { readonly id: number; readonly at: Millis }): void {
    this.#latest = Math.max(this.#latest, at)
    if (this.#open.size >= mostOpen) this.#giveUpOldest()
    this.#open.set(`${id} ${this.#run}`, at)
  }

  /** A tenth at once: to find the first of a map, V8 passes the places of all that have gone since it last made a new table. */
  #giveUpOldest(): void {
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= mostOpen * 0.9) return
      this.#open.delete(oldest)
    }
  }

  #step({ id, at, to }: { readonly id: number; readonly at: Millis; readonly to: string }): void {
    const name = `${id} ${this.#run}`
    const begin = this.#open.get(name)
    if (begin === undefined) return
    this.#latest = Math.max(this.#latest, at)
    if (!this.#isFinal(to)) return
    this.#open.delete(name)
    this.#add(at - begin)
  }

  #add(span: Millis): void {
    this.#longest.push(span)
    if (this.#longest.length >= 2 * this.#number + 100) this.#cut()
  }

  #cut(): void {
    this.#longest = this.#longest.toSorted((one, other) => other - one).slice(0, this.#number)
  }
}
