import type { Clock, PurgeChange, PurgeSelector, StoredResponse } from '@cachechart/core'
import { beginChange, type Change } from './change.ts'
import { replaceHead } from './freshen-entry.ts'
import type { HeadReader } from './head-reader.ts'
import { keyText } from './key-text.ts'
import type { SqliteEntry } from './sqlite-entry.ts'
import { headToStore } from './stored-head.ts'
import type { EntryRow, SelectedRow, Tables } from './tables.ts'

/** What a purge works with. */
export interface PurgeTools {
  readonly tables: Tables
  readonly heads: HeadReader
  readonly clock: Clock
}

/** How many entries are purged in one transaction: some milliseconds. */
const batch = 100

interface Progress {
  readonly count: number
  readonly cursor: number
  readonly type: 'more' | 'done'
}

/**
 * Purges in bounded pieces. What is committed after the first of them is not concerned; what was committed before counts as
 * purged from then on in this process, also while it still waits for its piece.
 */
export class PurgeRun {
  readonly selector: PurgeSelector
  readonly change: PurgeChange
  readonly #tools: PurgeTools
  readonly #name: string
  #count = 0
  #cursor = 0
  /** The last number that was given before the purge. */
  #boundary = 0

  constructor(tools: PurgeTools, selector: PurgeSelector, change: PurgeChange) {
    this.#tools = tools
    this.selector = selector
    this.change = change
    this.#name = nameOf(selector)
  }

  /** How many were purged so far. */
  get count(): number {
    return this.#count
  }

  /** The first piece. From here on nothing that was fetched before is accepted, by any process. */
  begin(): 'more' | 'done' {
    const { tables, clock } = this.#tools
    return this.#advance(() => {
      const change = beginChange(tables, clock.now())
      tables.claim.notePurge.run(this.selector.type, this.#name, change.nextPurge(), change.now)
      this.#boundary = change.before.sequence
      const progress =
        this.selector.type === 'all' && this.change === 'remove' ? this.#clear() : this.#purgeSome(change)
      change.finish()
      return progress
    })
  }

  /** The next piece. */
  next(): 'more' | 'done' {
    const { tables, clock } = this.#tools
    return this.#advance(() => {
      const change = beginChange(tables, clock.now())
      const progress = this.#purgeSome(change)
      change.finish()
      return progress
    })
  }

  /** What is left of an entry for which the purge may not have come yet. */
  appliedTo(entry: SqliteEntry): SqliteEntry | undefined {
    const { id, placed, key, response } = entry.facts
    if (!this.concerns(id, { key, response })) return entry
    if (this.change === 'remove') return undefined
    return placed > this.#boundary ? entry : entry.with(this.change(response))
  }

  /** Whether an entry is still to be purged. */
  concerns(id: number, of: { readonly key: string; readonly response: StoredResponse }): boolean {
    if (id > this.#boundary || id <= this.#cursor) return false
    switch (this.selector.type) {
      case 'all':
        return true
      case 'key':
        return of.key === this.#name
      case 'url':
        return of.response.url === this.selector.url
      case 'surrogateKey':
        return of.response.surrogateKeys.includes(this.selector.surrogateKey)
    }
  }

  /** Nothing is counted that was undone. */
  #advance(work: () => Progress): 'more' | 'done' {
    const { count, cursor, type } = this.#tools.tables.transaction(work)
    this.#count += count
    this.#cursor = cursor
    return type
  }

  #clear(): Progress {
    const { state } = this.#tools.tables
    const [count = 0] = state.totals.first() ?? []
    state.clear.run(this.#boundary)
    return { count, cursor: this.#boundary, type: 'done' }
  }

  #purgeSome(change: Change): Progress {
    const query = this.#tools.tables.selected[this.selector.type]
    const rows = query.all(this.#name, this.#cursor, this.#boundary, batch)
    const count = rows.filter((row) => this.#purgeOne(change, row) === 'purged').length
    const cursor = rows.at(-1)?.[2] ?? this.#boundary
    return { count, cursor, type: rows.length === batch ? 'more' : 'done' }
  }

  #purgeOne(change: Change, [key, text, ...row]: SelectedRow): 'purged' | 'left' {
    if (this.change === 'remove') {
      change.remove(row)
      return 'purged'
    }
    const [, selection, , placed, , length] = row
    // Its head is a later one than the purge: somebody has asked the origin since.
    if (placed > this.#boundary) return 'left'
    const response = this.#tools.heads.read(key, text, length)
    if (response === undefined) {
      change.remove(row)
      return 'left'
    }
    this.#changeHead(change, row, { selection, response: this.change(response) })
    return 'purged'
  }

  #changeHead(
    change: Change,
    row: EntryRow,
    { selection, response }: { readonly selection: string; readonly response: StoredResponse },
  ): void {
    const head = headToStore(response, row[5])
    if (head === undefined) change.remove(row)
    else replaceHead(change, { row, head: { ...head, selection }, placed: row[3] })
  }
}

/** What is selected, as it is kept. */
function nameOf(selector: PurgeSelector): string {
  switch (selector.type) {
    case 'key':
      return keyText(selector.key)
    case 'surrogateKey':
      return keyText(selector.surrogateKey)
    case 'url':
      return keyText(selector.url)
    case 'all':
      return ''
  }
}
