/** The last `capacity` items that were added; older ones are forgotten. */
export class Ring<Item> {
  readonly #capacity: number
  #items: Item[] = []
  #next = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  add(item: Item): void {
    if (this.#capacity === 0) return
    this.#items[this.#next] = item
    this.#next = (this.#next + 1) % this.#capacity
  }

  /** Oldest first. */
  toArray(): Item[] {
    return [...this.#items.slice(this.#next), ...this.#items.slice(0, this.#next)]
  }
}
