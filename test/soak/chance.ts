/** Numbers that look like chance and depend on the words alone: the same words give the same numbers again. */
export class Chance {
  #state: number

  constructor(...words: readonly (string | number)[]) {
    this.#state = hashOf(words.join(' '))
  }

  /** In [0, 1). */
  next(): number {
    // mulberry32, a public domain generator of 32 bits
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  /** One of the names, each as often as its share in the sum of all says. */
  pick<Name extends string>(shares: Readonly<Record<Name, number>>): Name {
    const names = Object.keys(shares) as Name[] // a record that was written down has no other keys
    const sum = names.reduce((total, name) => total + shares[name], 0)
    let rest = this.next() * sum
    const chosen = names.find((name) => (rest -= shares[name]) < 0) ?? names.at(-1)
    if (chosen === undefined) throw new RangeError('there is nothing to pick from')
    return chosen
  }
}

/** FNV-1a, with the bits of a finalizer: seeds that differ in one digit have nothing in common. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return hash ^ (hash >>> 13)
}
