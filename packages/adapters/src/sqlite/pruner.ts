import type { Clock, Millis } from '@cachechart/core'
import { beginChange } from './change.ts'
import type { OpenFile } from './open-database.ts'
import { failureOf } from './storage-failure.ts'
import type { StoredBodies } from './stored-bodies.ts'
import type { EntryRow, Tables } from './tables.ts'

/** What a pruner works with. */
export interface PrunerTools {
  readonly tables: Tables
  readonly file: OpenFile
  readonly clock: Clock
  readonly bodies: StoredBodies
  /** How long a body is left to its readers. */
  readonly readerGrace: Millis
  /** More than one key was changed. */
  readonly whenChanged: () => void
}

/** What is done in one transaction: a millisecond or two. */
const entriesAtOnce = 16
const chunksAtOnce = 32

/** Of so many entries those go that were not used for the longest. */
const entriesLookedAt = 32

/** From this part of the pages on the least used entries make room, and from that on bodies are not left to readers. */
const highWater = 0.9
const pressure = 0.95

/** A body that nobody has written to for so long is an orphan: those who write one say so more often. */
export const orphanAge: Millis = 60_000

/** So many pages are made free at once where something waits for them. */
const pagesMadeFree = 64

/** So many free pages are given back at once, when more than half are free. */
const pagesGivenBack = 64

/** Removes what is not there any more and what there is no room for, in small pieces. */
export class Pruner {
  readonly #tools: PrunerTools
  /** The last entry that was looked at to make room. */
  #hand = 0

  constructor(tools: PrunerTools) {
    this.#tools = tools
  }

  /** Whether the file is as large as it may be, so that it is no wonder that it is full. */
  get isAtLimit(): boolean {
    const { file, tables } = this.#tools
    const [pages = 0] = tables.state.pages.first() ?? []
    return pages + 64 >= file.maxPages
  }

  /** One piece of what there is to do. @throws what SQLite reports */
  slice(): 'more' | 'done' {
    const now = this.#tools.clock.now()
    if (this.#removeCleared() > 0) return 'more'
    if (this.#dropLoose((body, since) => this.#isDue({ body, since, now })) > 0) return 'more'
    const { used, removed } = this.#measure()
    const { maxPages } = this.#tools.file
    const excess = used - removed - highWater * maxPages
    if (excess > 0 && this.#evict(excess) > 0) return 'more'
    if (used > pressure * maxPages && this.#dropLoose((body) => !this.#isRead(body, now)) > 0) return 'more'
    return this.#giveBack()
  }

  /** One piece that makes room at once. */
  makeRoom(): 'made' | 'none' | 'busy' {
    const now = this.#tools.clock.now()
    try {
      const pruned =
        this.#removeCleared() ||
        this.#dropLoose((body) => !this.#isRead(body, now)) ||
        this.#evict(pagesMadeFree)
      return pruned > 0 ? 'made' : 'none'
    } catch (error) {
      return failureOf(error) === 'busy' ? 'busy' : 'none'
    }
  }

  #removeCleared(): number {
    return this.#remove(this.#tools.tables.pruning.cleared.all(entriesAtOnce))
  }

  /**
   * As many as make so many pages free: of the next that were committed, those that were not used for the longest. One goes
   * round all entries so, and those in use are left each time: no index has to be kept in the order of use.
   */
  #evict(pages: number): number {
    const { tables, file } = this.#tools
    const seen = tables.pruning.after.all(this.#hand, entriesLookedAt)
    const isRoundOver = seen.length < entriesLookedAt
    const isAtEnd = seen.length === 0 && this.#hand > 0
    this.#hand = isRoundOver ? 0 : (seen.at(-1)?.[1] ?? 0)
    if (isAtEnd) return this.#evict(pages)
    const evicted: EntryRow[] = []
    let freed = 0
    for (const [, ...row] of seen.toSorted(leastUsedFirst)) {
      if (freed >= pages * file.pageBytes || evicted.length === entriesAtOnce) break
      evicted.push(row)
      freed += row[5] + file.pageBytes
    }
    return this.#remove(evicted)
  }

  #remove(seen: readonly EntryRow[]): number {
    const { tables, clock, whenChanged } = this.#tools
    if (seen.length === 0) return 0
    const removed = tables.transaction(() => {
      const change = beginChange(tables, clock.now())
      const rows = seen.flatMap(([id]) => tables.entry.row.all(id))
      for (const row of rows) change.remove(row)
      change.finish()
      return rows.length
    })
    whenChanged()
    return removed
  }

  /** Chunks of one body that nobody needs. */
  #dropLoose(isMeant: (body: number, since: Millis, state: string) => boolean): number {
    const { tables, clock } = this.#tools
    const bodies = tables.body.looseBodies.all()
    const now = clock.now()
    const found = bodies.find(([body, since, state]) =>
      state === 'removed' ? isMeant(body, since, state) : since < now - orphanAge,
    )
    if (found === undefined) return 0
    const [body] = found
    return tables.transaction(() => {
      // Its writer, if there is one still, is told by this.
      tables.body.giveUpLoose.run(0, body)
      const dropped = tables.body.dropChunks.run(body, body, chunksAtOnce)
      if (dropped < chunksAtOnce) tables.body.dropLoose.run(body, 'removed')
      return 1
    })
  }

  #isDue({
    body,
    since,
    now,
  }: {
    readonly body: number
    readonly since: Millis
    readonly now: Millis
  }): boolean {
    // A clock that was set back does not keep it for ever.
    return Math.abs(now - since) > this.#tools.readerGrace && !this.#isRead(body, now)
  }

  #isRead(body: number, now: Millis): boolean {
    const readAt = this.#tools.bodies.readAt(body)
    return readAt !== undefined && now - readAt <= this.#tools.readerGrace
  }

  /** How many pages are in use, and for how many of these the time will come. */
  #measure(): { readonly used: number; readonly removed: number } {
    const { tables, file } = this.#tools
    const [pages = 0] = tables.state.pages.first() ?? []
    const [free = 0] = tables.state.freePages.first() ?? []
    const [removedBytes = 0] = tables.body.removedBytes.first() ?? []
    return { used: pages - free, removed: removedBytes / file.pageBytes }
  }

  #giveBack(): 'more' | 'done' {
    const { tables, file } = this.#tools
    const [pages = 0] = tables.state.pages.first() ?? []
    const [free = 0] = tables.state.freePages.first() ?? []
    if (free < pagesGivenBack || (free < pages / 2 && pages <= file.maxPages)) return 'done'
    file.database.exec(`PRAGMA incremental_vacuum(${pagesGivenBack})`)
    return 'more'
  }
}

const leastUsedFirst = (
  [one]: readonly [number, ...EntryRow],
  [other]: readonly [number, ...EntryRow],
): number => one - other
