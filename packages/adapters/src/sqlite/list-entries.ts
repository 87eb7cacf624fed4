import { setImmediate } from 'node:timers/promises'
import type { ListedEntry } from '@cachechart/core'
import type { HeadReader } from './head-reader.ts'
import { escapedKeys, keyOfText, keyText } from './key-text.ts'
import type { EntryHost } from './sqlite-entry.ts'
import type { ListedRow, Tables } from './tables.ts'

/** What a listing works with. */
export interface ListingTools {
  readonly tables: Tables
  readonly heads: HeadReader
  readonly host: EntryHost
  /** Asks for some rows. @throws StoreError */
  readonly read: (query: () => readonly ListedRow[]) => readonly ListedRow[] | Promise<readonly ListedRow[]>
}

/** All entries whose key begins so, in the order of the texts of their keys. */
export async function* listEntries(tools: ListingTools, keyPrefix: string): AsyncGenerator<ListedEntry> {
  const prefix = keyText(keyPrefix)
  if (!prefix.startsWith(escapedKeys)) yield* listRange(tools, { textPrefix: prefix, keyPrefix })
  // Keys that are not kept as they are lie together, wherever they would belong; those of no prefix are listed already.
  if (prefix !== '') yield* listRange(tools, { textPrefix: escapedKeys, keyPrefix })
}

async function* listRange(
  { tables, heads, host, read }: ListingTools,
  { textPrefix, keyPrefix }: { readonly textPrefix: string; readonly keyPrefix: string },
): AsyncGenerator<ListedEntry> {
  let cursor: readonly [text: string, id: number] = [textPrefix, -1]
  for (;;) {
    const [text, id] = cursor
    const rows = await read(() => tables.entry.listed.all(text, id))
    for (const row of rows) {
      cursor = [row[1], row[0]]
      if (!row[1].startsWith(textPrefix)) return
      const key = keyOfText(row[1])
      const response = key.startsWith(keyPrefix) ? heads.read(row[1], row[5], row[3]) : undefined
      if (response !== undefined) yield listed(row, { key, response }, host)
    }
    if (rows.length === 0) return
    await setImmediate()
  }
}

function listed(
  [, text, body, length, usedAt]: ListedRow,
  entry: Pick<ListedEntry, 'key' | 'response'>,
  host: EntryHost,
): ListedEntry {
  return { ...entry, bodyLength: length, usedAt, open: () => host.open({ key: text, body, length }) }
}
