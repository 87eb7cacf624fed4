import type { LookupResult } from '@cachechart/core'
import type { Committed } from './commit-entry.ts'
import type { HeadReader } from './head-reader.ts'
import { SqliteEntry, type EntryHost } from './sqlite-entry.ts'
import type { StoredHead } from './stored-head.ts'
import type { FoundRow, Tables } from './tables.ts'

/** A result of a lookup that went well. */
export type Found = Exclude<LookupResult, { readonly type: 'error' }>

interface KnownKey {
  readonly entries: readonly SqliteEntry[]
  readonly result: Found
  /** Of the heads, in characters. */
  readonly size: number
  generation: number
}

/** An entry that is being committed. */
interface ExpectedEntry {
  readonly key: string
  readonly head: StoredHead
  /** Of its body, in bytes. */
  readonly length: number
}

/** How many keys, and characters of their heads, are remembered. */
const mostKeys = 4096
const mostCharacters = 4 * 1024 * 1024

/**
 * Looks keys up, and remembers what it has found: a head is parsed and checked once for each text. What is remembered holds as
 * long as nobody has written (`PRAGMA data_version` tells of other connections, `forget` of this one); after that, as
 * far as the rows still say the same.
 */
export class Lookup {
  readonly #tables: Tables
  readonly #heads: HeadReader
  readonly #host: EntryHost
  readonly #known = new Map<string, KnownKey>()
  readonly #expected = new Map<string, { readonly entry: SqliteEntry; readonly moment: number }>()
  #characters = 0
  #version = -1
  #generation = 0

  constructor(tables: Tables, { heads, host }: { readonly heads: HeadReader; readonly host: EntryHost }) {
    this.#tables = tables
    this.#heads = heads
    this.#host = host
  }

  /** @throws what SQLite reports */
  find(key: string): Found {
    const [version = -1] = this.#tables.state.dataVersion.first() ?? []
    if (version !== this.#version) {
      this.#version = version
      this.#generation += 1
    }
    const known = this.#known.get(key)
    return known?.generation === this.#generation ? known.result : this.#read(key, known)
  }

  /** What will be stored when the present transaction is over, so that it has not to be read and checked first. */
  expect(
    { key, head: { text, response }, length }: ExpectedEntry,
    { id, body, isOnly, moment }: Committed,
  ): void {
    if (!isOnly) return
    const facts = { key, id, placed: id, body, length, uses: 0, text, response }
    this.#expected.set(key, { entry: new SqliteEntry(facts, this.#host), moment })
  }

  /** The transaction is over. */
  trustExpected(): void {
    for (const [key, { entry, moment }] of this.#expected)
      this.#remember(key, { result: { type: 'hit', variants: [entry], moment }, entries: [entry] })
    this.#expected.clear()
  }

  /** The transaction was undone. */
  dropExpected(): void {
    this.#expected.clear()
  }

  /** This connection has changed what is stored under the key. */
  forget(key: string): void {
    this.#expected.delete(key)
    const known = this.#known.get(key)
    if (known === undefined) return
    this.#known.delete(key)
    this.#characters -= known.size
  }

  /** This connection has changed more than one key. */
  doubtAll(): void {
    this.#generation += 1
    this.#expected.clear()
  }

  #read(key: string, known: KnownKey | undefined): Found {
    const rows = this.#tables.entry.find.all(key)
    const moment = rows[0]?.[0] ?? 0
    const entries = rows.flatMap((row) => this.#entryOf(key, row, known)).toSorted(newestFirst)
    this.forget(key)
    if (entries.length === 0) return { type: 'miss', moment }
    const result: Found = { type: 'hit', variants: entries, moment }
    this.#remember(key, { result, entries })
    return result
  }

  #entryOf(key: string, row: FoundRow, known: KnownKey | undefined): readonly SqliteEntry[] {
    const [, id, , placed, body, length, uses, text] = row
    if (id === null) return []
    const before = known?.entries.find(({ facts }) => facts.id === id)?.facts
    const isSame = before?.text === text && before.body === body && before.length === length
    const response = isSame ? before.response : this.#heads.read(key, text, length)
    if (response === undefined) return []
    return [new SqliteEntry({ key, id, placed, body, length, uses, text, response }, this.#host)]
  }

  #remember(key: string, { result, entries }: Pick<KnownKey, 'result' | 'entries'>): void {
    const size = entries.reduce((sum, { facts }) => sum + facts.text.length, key.length)
    if (size > mostCharacters / 16) return
    this.#known.set(key, { result, entries, size, generation: this.#generation })
    this.#characters += size
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= mostKeys && this.#characters <= mostCharacters) return
      this.forget(oldest)
    }
  }
}

/** By date, and then by the order in which they came. */
const newestFirst = ({ facts: one }: SqliteEntry, { facts: other }: SqliteEntry): number =>
  other.response.date - one.response.date || other.placed - one.placed
