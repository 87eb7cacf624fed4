import type { DatabaseSync } from 'node:sqlite'
import { StoreError, type Millis } from '@cachechart/core'
import { pragmaNumber } from './pragma-number.ts'
import { applicationId, migrations, newSchema, schemaVersion } from './schema.ts'
import { failureOf } from './storage-failure.ts'

interface Preparation {
  readonly file: string
  readonly busyTimeout: Millis
}

/**
 * Sees to it that the file is a store of the present version.
 * @throws StoreError `ERR_STORE_FOREIGN` for a file of another program, or of a later version
 */
export function prepareFile(database: DatabaseSync, { file, busyTimeout }: Preparation): void {
  const found = lookInto(database)
  if (found.type === 'foreign') throw foreign(file, 'it was made by another program')
  if (found.type === 'store' && found.version > schemaVersion) throw later(file, found.version)
  if (found.type === 'empty') database.exec('PRAGMA page_size = 4096; PRAGMA auto_vacuum = INCREMENTAL')
  useLog(database, busyTimeout)
  if (found.type === 'store' && found.version === schemaVersion) return
  database.exec('BEGIN IMMEDIATE')
  try {
    // Another process may have been quicker.
    const now = lookInto(database)
    if (now.type === 'empty') create(database)
    else if (now.type === 'store') migrate(database, { file, version: now.version })
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

type Found =
  | { readonly type: 'empty' }
  | { readonly type: 'foreign' }
  | { readonly type: 'store'; readonly version: number }

function lookInto(database: DatabaseSync): Found {
  const version = pragmaNumber(database, 'user_version')
  if (pragmaNumber(database, 'application_id') === applicationId) return { type: 'store', version }
  const tables = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.['tables']
  return tables === 0 && version === 0 ? { type: 'empty' } : { type: 'foreign' }
}

/**
 * Readers and a writer do not wait for each other with a log. SQLite does not wait by itself for others that switch it on at
 * the same time (https://www.sqlite.org/wal.html#sometimes_queries_return_sqlite_busy_in_wal_mode).
 */
function useLog(database: DatabaseSync, busyTimeout: Millis): void {
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (let waited = 0; ; waited += 5) {
    try {
      database.exec('PRAGMA journal_mode = WAL')
      return
    } catch (error) {
      if (failureOf(error) !== 'busy' || waited >= busyTimeout) throw error
      Atomics.wait(pause, 0, 0, 5)
    }
  }
}

function create(database: DatabaseSync): void {
  database.exec(newSchema)
  // Numbers of purges go on where those of an earlier file of this name have been left: no claim made for that one holds.
  const begin = Date.now() * 1000
  database.exec(`
    INSERT INTO state (id, sequence, purges, forgotten, cleared, entries, body_bytes)
      VALUES (1, 0, ${begin}, ${begin}, 0, 0, 0);
    PRAGMA application_id = ${applicationId};
    PRAGMA user_version = ${schemaVersion};
  `)
}

function migrate(
  database: DatabaseSync,
  { file, version }: { readonly file: string; readonly version: number },
) {
  for (let from = version; from < schemaVersion; from += 1) {
    const statements = migrations[from]
    if (statements === undefined) throw foreign(file, `its version ${version} is not known`)
    database.exec(statements)
  }
  database.exec(`PRAGMA user_version = ${schemaVersion}`)
}

const later = (file: string, version: number): StoreError =>
  foreign(file, `it is of version ${version}, and this program knows none later than ${schemaVersion}`)

const foreign = (file: string, why: string): StoreError =>
  new StoreError(
    'ERR_STORE_FOREIGN',
    `${file} is not a SQLite store that can be used: ${why}; name another file, move this one away, or open it with onCorrupt: 'setAside'`,
  )
