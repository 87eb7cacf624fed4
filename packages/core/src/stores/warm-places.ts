/** 2¹⁰, by which slots are made. What is kept at hand for so many keys is less than half a megabyte. */
const places = 1024

/**
 * The places whose entries are warm: the last so many that have become so. It holds no entry, and so keeps none alive.
 * What is asked for once in a long time does not become warm: to keep something young in something old costs more than
 * to make it again.
 */
export class WarmPlaces {
  readonly #asked = new Int32Array(places)
  readonly #warm = new Int32Array(places)
  #next = 0

  /** Whether the place is asked for again, with few others between. */
  isAskedAgain(place: number): boolean {
    const slot = slotOf(place)
    if (this.#asked[slot] === place) return true
    this.#asked[slot] = place
    return false
  }

  /** Adds a place; the one that has to cool for it, or 0. That place may have gone to another key meanwhile. */
  add(place: number): number {
    const cooling = this.#warm[this.#next] ?? 0
    this.#warm[this.#next] = place
    this.#next = (this.#next + 1) % places
    return cooling
  }
}

/** Mixed, after Fibonacci: those who ask for every hundredth key are not to meet in few slots. Knuth, TAOCP 3, §6.4. */
const slotOf = (place: number): number => Math.imul(place, 0x9e3779b1) >>> 22
