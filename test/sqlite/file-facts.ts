import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

const size = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

/** What the file and its log take, in bytes. */
export const bytesOnDisk = (file: string): number => size(file) + size(`${file}-wal`)

/** What is wrong with a file, as one who does not know the store's code sees it. */
export const faultsOf = (file: string): readonly string[] => {
  const database = new DatabaseSync(file)
  const first = (sql: string): unknown => Object.values(database.prepare(sql).get() ?? {})[0]
  const none: Readonly<Record<string, string>> = {
    'entries that are counted wrongly':
      'SELECT (SELECT entries FROM state) - (SELECT count(*) FROM entry WHERE id > (SELECT cleared FROM state))',
    'bytes that are counted wrongly':
      'SELECT (SELECT body_bytes FROM state) - (SELECT coalesce(sum(length), 0) FROM entry WHERE id > (SELECT cleared FROM state))',
    'labels of nothing': 'SELECT count(*) FROM label WHERE entry NOT IN (SELECT id FROM entry)',
    'chunks of nothing':
      'SELECT count(*) FROM chunk WHERE id >> 24 NOT IN (SELECT body FROM entry UNION SELECT body FROM loose)',
    'bodies that are both stored and loose':
      'SELECT count(*) FROM loose WHERE body IN (SELECT body FROM entry)',
    'bodies that lack bytes':
      'SELECT count(*) FROM entry e WHERE length <> (SELECT coalesce(sum(length(bytes)), 0) FROM chunk WHERE id >= e.body << 24 AND id < (e.body + 1) << 24)',
  }
  const faults = Object.entries(none).flatMap(([fault, sql]) =>
    first(sql) === 0 ? [] : [`${fault}: ${String(first(sql))}`],
  )
  const integrity = first('PRAGMA integrity_check')
  database.close()
  return integrity === 'ok' ? faults : [...faults, String(integrity)]
}
