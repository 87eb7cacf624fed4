/** Orders two things, as `toSorted` wants it. */
export type Order<Thing> = (one: Thing, other: Thing) => number

/** The first few in an order, of however many there are: no more than twice as many are held. */
export class BestOf<Thing> {
  readonly #most: number
  readonly #order: Order<Thing>
  #held: Thing[] = []

  constructor(most: number, order: Order<Thing>) {
    this.#most = most
    this.#order = order
  }

  add(thing: Thing): void {
    this.#held.push(thing)
    if (this.#held.length >= 2 * this.#most) this.#held = [...this.sorted]
  }

  /** Those that there are, in order. */
  get sorted(): readonly Thing[] {
    return this.#held.toSorted(this.#order).slice(0, this.#most)
  }
}
