import type { Clock, Millis } from '@cachechart/core'
import type { Tables } from './tables.ts'

interface Uses {
  total: number
  /** Of which the file does not know. */
  unsaved: number
  usedAt: Millis
}

/** So many are saved in one go, which takes a millisecond or two. */
const savedAtOnce = 256

/** Of no more entries it is known. */
const mostKept = 20_000

/** Counts how often entries are used. The file learns of it later, of many together: a hit writes nothing. */
export class UseLedger {
  readonly #clock: Clock
  readonly #uses = new Map<number, Uses>()
  readonly #unsaved = new Set<number>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** How often an entry was used, this time included. `known`: what its row said. */
  count(id: number, known: number): number {
    const uses = this.#uses.get(id) ?? this.#begin(id, known)
    uses.total += 1
    uses.unsaved += 1
    uses.usedAt = this.#clock.now()
    if (uses.unsaved === 1 && this.#uses.has(id)) this.#unsaved.add(id)
    return uses.total
  }

  /** Saves some of them, in one transaction. @throws what SQLite reports; then nothing is lost */
  save(tables: Tables): 'more' | 'done' {
    if (this.#unsaved.size === 0) return 'done'
    const ids = [...this.#unsaved].slice(0, savedAtOnce)
    tables.transaction(() => {
      for (const id of ids) {
        const uses = this.#uses.get(id)
        if (uses !== undefined) tables.entry.noteUse.run(uses.usedAt, uses.unsaved, id)
      }
    })
    for (const id of ids) this.#settle(id)
    return this.#unsaved.size > 0 ? 'more' : 'done'
  }

  #settle(id: number): void {
    this.#unsaved.delete(id)
    const uses = this.#uses.get(id)
    if (uses !== undefined) uses.unsaved = 0
  }

  #begin(id: number, known: number): Uses {
    const uses: Uses = { total: known, unsaved: 0, usedAt: 0 }
    const [oldest] = this.#uses.size < mostKept ? [] : this.#uses.keys()
    // Where all wait to be saved, one use more or less makes no difference.
    if (oldest !== undefined && this.#unsaved.has(oldest)) return uses
    if (oldest !== undefined) this.#uses.delete(oldest)
    this.#uses.set(id, uses)
    return uses
  }
}
