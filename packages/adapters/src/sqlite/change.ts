import type { Millis } from '@cachechart/core'
import { chunkBytes } from './schema.ts'
import type { EntryRow, Tables } from './tables.ts'

/** How far a store has come. */
export interface StoreState {
  /** The last number that was given to an entry, a body or a head. */
  readonly sequence: number
  /** The number of the last purge. */
  readonly purges: number
  readonly forgotten: number
  readonly cleared: number
}

/** The texts of a list of labels, of which only this store writes. */
export function labelsOf(text: string | null): readonly string[] {
  if (text === null) return []
  try {
    const labels: unknown = JSON.parse(text)
    return Array.isArray(labels) ? labels.map(String) : []
  } catch {
    // What is left of them in the table of labels is of no entry any more.
    return []
  }
}

/** A change within a transaction: it counts what it adds and removes, and gives numbers out. */
export class Change {
  readonly tables: Tables
  readonly before: StoreState
  readonly now: Millis
  #sequence: number
  #purges: number
  #entries = 0
  #bodyBytes = 0

  constructor(tables: Tables, before: StoreState, now: Millis) {
    this.tables = tables
    this.before = before
    this.now = now
    this.#sequence = before.sequence
    this.#purges = before.purges
  }

  /** A number that was never given before. */
  nextNumber(): number {
    this.#sequence += 1
    return this.#sequence
  }

  /** The number of a purge, after all others. */
  nextPurge(): number {
    this.#purges += 1
    return this.#purges
  }

  added(bodyBytes: number): void {
    this.#entries += 1
    this.#bodyBytes += bodyBytes
  }

  /** Removes an entry, and its body unless somebody may be in the midst of it. */
  remove([id, , , , body, length, , labels]: EntryRow): void {
    const { entry, body: bodies } = this.tables
    entry.remove.run(id)
    for (const label of labelsOf(labels)) entry.dropLabel.run(label, id)
    if (length > chunkBytes) bodies.addLoose.run(body, this.now, 'removed', length)
    else if (length > 0) bodies.dropChunk.run(body, 0)
    // Those that were cleared are counted no more.
    if (id <= this.before.cleared) return
    this.#entries -= 1
    this.#bodyBytes -= length
  }

  /** The last step. */
  finish(): void {
    this.tables.state.advance.run(this.#sequence, this.#purges, this.#entries, this.#bodyBytes)
  }
}

/** Begins a change that is not about one key. */
export function beginChange(tables: Tables, now: Millis): Change {
  const [sequence = 0, purges = 0, forgotten = 0, cleared = 0] = tables.state.state.first() ?? []
  return new Change(tables, { sequence, purges, forgotten, cleared }, now)
}

/** Begins a change of a key, and gives the variants that are stored under it. */
export function beginKeyChange(
  tables: Tables,
  key: string,
  now: Millis,
): { readonly change: Change; readonly variants: readonly EntryRow[] } {
  const rows = tables.entry.before.all(key)
  const [sequence = 0, purges = 0, forgotten = 0, cleared = 0] = rows[0] ?? []
  const variants = rows.flatMap(([, , , , ...entry]) => (isEntry(entry) ? [entry] : []))
  return { change: new Change(tables, { sequence, purges, forgotten, cleared }, now), variants }
}

const isEntry = (columns: EntryRow | readonly [null] | readonly []): columns is EntryRow =>
  columns[0] !== null
