/** The place before the oldest and after the newest: it belongs to nobody. */
const ends = 0

/**
 * Places in the order of their last use. Each place is a small number, so that whoever has one keeps what belongs to it
 * in plain lists; neighbours are numbers, too, in two typed arrays: a million of them are 8 MB that the collector of
 * garbage does not look into, and to use one touches few of the processor's cache lines.
 */
export class Recency {
  #newer = new Int32Array(64)
  #older = new Int32Array(64)
  #places = 1
  #free: number[] = []

  /** The place that was not used for the longest; `undefined` where there is none. */
  get oldest(): number | undefined {
    const place = this.#newer[ends] ?? ends
    return place === ends ? undefined : place
  }

  /** A place that nobody has, now the newest. Numbers begin with 1, and those given up are given again. */
  add(): number {
    const place = this.#free.pop() ?? this.#places++
    if (place >= this.#newer.length) {
      this.#newer = doubled(this.#newer)
      this.#older = doubled(this.#older)
    }
    this.#append(place)
    return place
  }

  /** Makes it the newest. */
  use(place: number): void {
    if (this.#older[ends] === place) return
    this.#unlink(place)
    this.#append(place)
  }

  remove(place: number): void {
    this.#unlink(place)
    this.#free.push(place)
  }

  /** All places, the oldest first, in a list of their own. */
  all(): readonly number[] {
    const places: number[] = []
    for (let place = this.oldest; place !== undefined; place = this.#newerThan(place)) places.push(place)
    return places
  }

  clear(): void {
    this.#newer = new Int32Array(64)
    this.#older = new Int32Array(64)
    this.#places = 1
    this.#free = []
  }

  #newerThan(place: number): number | undefined {
    const next = this.#newer[place] ?? ends
    return next === ends ? undefined : next
  }

  #append(place: number): void {
    const last = this.#older[ends] ?? ends
    this.#newer[last] = place
    this.#older[place] = last
    this.#newer[place] = ends
    this.#older[ends] = place
  }

  #unlink(place: number): void {
    const older = this.#older[place] ?? ends
    const newer = this.#newer[place] ?? ends
    this.#newer[older] = newer
    this.#older[newer] = older
  }
}

function doubled(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2)
  larger.set(numbers)
  return larger
}
