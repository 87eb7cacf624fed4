/**
 * A map that remembers at least the last `generation` names that were asked for, and at most twice as many. It has two
 * generations, and drops the older one as a whole when the younger is full: much cheaper than to remove names singly.
 */
export class RecentMap<Value> {
  readonly #generation: number
  #young = new Map<string, Value>()
  #old = new Map<string, Value>()

  constructor(generation: number) {
    this.#generation = generation
  }

  /** The value of a name, which counts as asked for; `undefined` where it has none any more. */
  get(name: string): Value | undefined {
    const young = this.#young.get(name)
    if (young !== undefined) return young
    const known = this.#old.get(name)
    if (known !== undefined) this.note(name, known)
    return known
  }

  note(name: string, value: Value): void {
    if (this.#young.size >= this.#generation) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(name, value)
  }

  /** The value that the name has had; `undefined` for one that is new, which gets the value that is offered. */
  getOrNote(name: string, offered: Value): Value | undefined {
    const known = this.get(name)
    if (known === undefined) this.note(name, offered)
    return known
  }
}
