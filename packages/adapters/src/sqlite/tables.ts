import type { DatabaseSync } from 'node:sqlite'
import type { PurgeSelector } from '@cachechart/core'
import { Query } from './query.ts'
import { chunkId, chunksOfBody, longestHead } from './schema.ts'

/** What is needed to remove an entry, or to give it another head. */
export type EntryRow = readonly [
  id: number,
  selection: string,
  date: number,
  placed: number,
  body: number,
  length: number,
  url: string | null,
  labels: string | null,
]

/** A head that is longer than any that is written comes as an empty one: it is never read. */
const head = `iif(octet_length(e.head) <= ${longestHead}, e.head, '')`

/** No number of this store's is greater: a column that others have filled beyond is none that JavaScript could read. */
const bounded = (column: string): string =>
  `max(-${Number.MAX_SAFE_INTEGER}, min(${Number.MAX_SAFE_INTEGER}, ${column}))`

/** Entries of later numbers are nobody's. */
const isNumbered = `e.id <= ${Number.MAX_SAFE_INTEGER}`

const entryColumns = `e.id, e.selection, e.date, ${bounded('e.placed')}, ${bounded('e.body')}, ${bounded('e.length')}, e.url, e.labels`

/** What a lookup reads: how far things have come, and a variant, if there is one. */
export type FoundRow = readonly [
  purges: number,
  id: number | null,
  date: number,
  placed: number,
  body: number,
  length: number,
  uses: number,
  head: string,
]

/** What a writer reads first: how far things have come, and a variant, if there is one. */
type BeforeRow = readonly [
  sequence: number,
  purges: number,
  forgotten: number,
  cleared: number,
  ...(EntryRow | readonly [null]),
]

/** An entry that a purge has selected. */
export type SelectedRow = readonly [key: string, head: string, ...EntryRow]

/** An entry, for tools. */
export type ListedRow = readonly [
  id: number,
  key: string,
  body: number,
  length: number,
  usedAt: number,
  head: string,
]

const selectedBy = (condition: string, { from = 'entry e', id = 'e.id' } = {}): string =>
  `SELECT e.key, ${head}, ${entryColumns} FROM ${from}
   WHERE ${condition} AND ${id} > ? AND e.id > (SELECT cleared FROM state) AND ${id} <= ? ORDER BY ${id} LIMIT ?`

/** The statements for entries, prepared once. */
const entryQueries = (database: DatabaseSync) => ({
  find: new Query<FoundRow>(
    database,
    `SELECT s.purges, e.id, e.date, ${bounded('e.placed')}, ${bounded('e.body')}, ${bounded('e.length')}, ${bounded('e.uses')}, ${head}
     FROM state s LEFT JOIN entry e ON e.key = ? AND e.id > s.cleared AND ${isNumbered}`,
  ),
  before: new Query<BeforeRow>(
    database,
    `SELECT s.sequence, s.purges, s.forgotten, s.cleared, ${entryColumns}
     FROM state s LEFT JOIN entry e ON e.key = ? AND e.id > s.cleared AND ${isNumbered}`,
  ),
  insert: new Query<[]>(
    database,
    `INSERT OR REPLACE INTO entry (id, key, selection, date, placed, body, length, used_at, uses, url, labels, head)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)`,
  ),
  changeHead: new Query<[]>(
    database,
    `UPDATE entry SET selection = ?, date = ?, placed = ?, url = ?, labels = ?, head = ? WHERE id = ?`,
  ),
  remove: new Query<[]>(database, 'DELETE FROM entry WHERE id = ?'),
  headOf: new Query<[string]>(database, 'SELECT head FROM entry WHERE id = ?'),
  noteUse: new Query<[]>(
    database,
    `UPDATE entry SET used_at = max(used_at, ?), uses = ${bounded('uses')} + ? WHERE id = ?`,
  ),
  addLabel: new Query<[]>(database, 'INSERT OR IGNORE INTO label (name, entry) VALUES (?, ?)'),
  dropLabel: new Query<[]>(database, 'DELETE FROM label WHERE name = ? AND entry = ?'),
  row: new Query<EntryRow>(database, `SELECT ${entryColumns} FROM entry e WHERE e.id = ?`),
  listed: new Query<ListedRow>(
    database,
    `SELECT e.id, e.key, ${bounded('e.body')}, ${bounded('e.length')}, e.used_at, ${head} FROM entry e
     WHERE (e.key, e.id) > (?, ?) AND ${isNumbered} AND e.id > (SELECT cleared FROM state) ORDER BY e.key, e.id LIMIT 32`,
  ),
})

/** Those by which entries are pruned. */
const pruningQueries = (database: DatabaseSync) => ({
  cleared: new Query<EntryRow>(
    database,
    `SELECT ${entryColumns} FROM entry e WHERE e.id <= (SELECT cleared FROM state) AND e.id >= -${Number.MAX_SAFE_INTEGER} LIMIT ?`,
  ),
  /** In the order in which they were committed. */
  after: new Query<readonly [usedAt: number, ...EntryRow]>(
    database,
    `SELECT e.used_at, ${entryColumns} FROM entry e WHERE e.id > ? AND ${isNumbered} ORDER BY e.id LIMIT ?`,
  ),
})

const bodyQueries = (database: DatabaseSync) => ({
  chunk: new Query<[Uint8Array<ArrayBuffer>]>(database, `SELECT bytes FROM chunk WHERE id = ${chunkId}`),
  addChunk: new Query<[]>(database, `INSERT OR REPLACE INTO chunk (id, bytes) VALUES (${chunkId}, ?)`),
  /** Refuses where the writer was given up meanwhile. */
  touchLoose: new Query<[]>(
    database,
    `UPDATE loose SET since = ?, length = length + ? WHERE body = ? AND state = 'writing'`,
  ),
  addLoose: new Query<[]>(
    database,
    'INSERT OR REPLACE INTO loose (body, since, state, length) VALUES (?, ?, ?, ?)',
  ),
  giveUpLoose: new Query<[]>(
    database,
    `UPDATE loose SET state = 'removed', since = ? WHERE body = ? AND state = 'writing'`,
  ),
  dropLoose: new Query<[]>(database, 'DELETE FROM loose WHERE body = ? AND state = ?'),
  removedBytes: new Query<[number]>(
    database,
    // `sum` fails beyond what an integer can tell.
    `SELECT total(length) FROM loose WHERE state = 'removed'`,
  ),
  looseBodies: new Query<[body: number, since: number, state: string]>(
    database,
    `SELECT body, since, state FROM loose
     WHERE body BETWEEN 0 AND ${Number.MAX_SAFE_INTEGER} ORDER BY since LIMIT 64`,
  ),
  dropChunk: new Query<[]>(database, `DELETE FROM chunk WHERE id = ${chunkId}`),
  dropChunks: new Query<[]>(
    database,
    `DELETE FROM chunk WHERE id IN (SELECT id FROM chunk WHERE ${chunksOfBody} LIMIT ?)`,
  ),
})

const claimQueries = (database: DatabaseSync) => ({
  notePurge: new Query<[]>(
    database,
    'INSERT OR REPLACE INTO purged (type, name, number, at) VALUES (?, ?, ?, ?)',
  ),
  purgedSince: new Query<[number]>(
    database,
    'SELECT 1 FROM purged WHERE type = ? AND name = ? AND number > ?',
  ),
  token: new Query<[number]>(database, `SELECT ${bounded('token')} FROM fence WHERE key = ? AND variant = ?`),
  noteToken: new Query<[]>(
    database,
    'INSERT OR REPLACE INTO fence (key, variant, token, at) VALUES (?, ?, ?, ?)',
  ),
  oldPurges: new Query<[type: string, name: string, number: number, at: number]>(
    database,
    `SELECT type, name, ${bounded('number')}, at FROM purged ORDER BY number LIMIT ?`,
  ),
  oldestFence: new Query<[number]>(database, 'SELECT 1 FROM fence WHERE at < ? LIMIT 1'),
  dropPurge: new Query<[]>(database, 'DELETE FROM purged WHERE type = ? AND name = ?'),
  forget: new Query<[]>(database, 'UPDATE state SET forgotten = max(forgotten, min(?, purges))'),
  dropFences: new Query<[]>(
    database,
    'DELETE FROM fence WHERE (key, variant) IN (SELECT key, variant FROM fence WHERE at < ? ORDER BY at LIMIT ?)',
  ),
})

const stateQueries = (database: DatabaseSync) => ({
  dataVersion: new Query<[number]>(database, 'PRAGMA data_version'),
  state: new Query<[sequence: number, purges: number, forgotten: number, cleared: number]>(
    database,
    'SELECT sequence, purges, forgotten, cleared FROM state',
  ),
  totals: new Query<[entries: number, bodyBytes: number]>(
    database,
    `SELECT ${bounded('entries')}, ${bounded('body_bytes')} FROM state`,
  ),
  advance: new Query<[]>(
    database,
    `UPDATE state SET sequence = ?, purges = ?,
     -- What others have put in place of a length is taken away from what was never added.
     entries = max(0, ${bounded('entries')} + ?), body_bytes = max(0, ${bounded('body_bytes')} + ?)`,
  ),
  clear: new Query<[]>(database, 'UPDATE state SET cleared = ?, entries = 0, body_bytes = 0'),
  pages: new Query<[number]>(database, 'PRAGMA page_count'),
  freePages: new Query<[number]>(database, 'PRAGMA freelist_count'),
})

const selections = (database: DatabaseSync): Record<PurgeSelector['type'], Query<SelectedRow>> => ({
  key: new Query<SelectedRow>(database, selectedBy('e.key = ?')),
  surrogateKey: new Query<SelectedRow>(
    database,
    selectedBy('l.name = ?', { from: 'label l JOIN entry e ON e.id = l.entry', id: 'l.entry' }),
  ),
  url: new Query<SelectedRow>(database, selectedBy('e.url = ?')),
  all: new Query<SelectedRow>(database, selectedBy('? IS NOT NULL')),
})

/** Everything that is asked of the file. */
export class Tables {
  readonly entry: ReturnType<typeof entryQueries>
  readonly pruning: ReturnType<typeof pruningQueries>
  readonly body: ReturnType<typeof bodyQueries>
  readonly claim: ReturnType<typeof claimQueries>
  readonly state: ReturnType<typeof stateQueries>
  readonly selected: Readonly<Record<PurgeSelector['type'], Query<SelectedRow>>>
  readonly #begin: Query<[]>
  readonly #commit: Query<[]>
  readonly #rollback: Query<[]>
  #isWriting = false

  constructor(database: DatabaseSync) {
    this.entry = entryQueries(database)
    this.pruning = pruningQueries(database)
    this.body = bodyQueries(database)
    this.claim = claimQueries(database)
    this.state = stateQueries(database)
    this.selected = selections(database)
    this.#begin = new Query(database, 'BEGIN IMMEDIATE')
    this.#commit = new Query(database, 'COMMIT')
    this.#rollback = new Query(database, 'ROLLBACK')
  }

  /** All of it or nothing, together with what it is part of. Nobody else can write meanwhile. */
  transaction<Answer>(work: () => Answer): Answer {
    if (this.#isWriting) return work()
    this.#begin.run()
    this.#isWriting = true
    try {
      const answer = work()
      this.#commit.run()
      return answer
    } catch (error) {
      this.#undo()
      throw error
    } finally {
      this.#isWriting = false
    }
  }

  #undo(): void {
    try {
      this.#rollback.run()
    } catch {
      // SQLite has done so by itself after some errors (https://www.sqlite.org/lang_transaction.html); the first one counts.
    }
  }
}
