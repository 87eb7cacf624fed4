/**
 * Which keys something is said of: by a label, say. A name goes with its last key, so that the index holds no more than
 * what is stored. Most names have one key, and are kept without a set.
 */
export class KeyIndex {
  readonly #keys = new Map<string, string | Set<string>>()

  /** How many names there are. */
  get size(): number {
    return this.#keys.size
  }

  add(name: string, key: string): void {
    const known = this.#keys.get(name)
    if (known === undefined || known === key) this.#keys.set(name, key)
    else if (typeof known === 'string') this.#keys.set(name, new Set([known, key]))
    else known.add(key)
  }

  remove(name: string, key: string): void {
    const known = this.#keys.get(name)
    if (known === key) this.#keys.delete(name)
    if (known === undefined || typeof known === 'string') return
    known.delete(key)
    if (known.size === 0) this.#keys.delete(name)
  }

  clear(): void {
    this.#keys.clear()
  }

  /** In a list of its own: the index may change while it is read. */
  keysOf(name: string): readonly string[] {
    const known = this.#keys.get(name)
    if (known === undefined) return []
    return typeof known === 'string' ? [known] : [...known]
  }
}
