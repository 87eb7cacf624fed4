import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { StoreError } from '@cachechart/core'
import { pragmaNumber } from './pragma-number.ts'
import { prepareFile } from './prepare-file.ts'
import { inodeOf, setAside } from './set-aside.ts'
import type { SqliteSettings } from './sqlite-options.ts'
import { storeErrorOf } from './storage-failure.ts'

/** An open file, and how many pages it may have. */
export interface OpenFile {
  readonly database: DatabaseSync
  /** In bytes. */
  readonly pageBytes: number
  readonly maxPages: number
  /** How long the log becomes before it is emptied, in bytes. */
  readonly logBytes: number
}

/** The log is emptied into the file when it has this part of what the store may have, and at most 4 MiB. */
const logShare = 1 / 32
const longestLog = 4 * 1024 * 1024

/**
 * Opens the file, and makes, migrates or sets aside what has to be. This is the one place where another process is waited
 * for in the foreground.
 * @throws StoreError `ERR_STORE_FOREIGN` for what is no store, `ERR_STORE_FAILED` for what cannot be opened
 */
export function openDatabase(settings: SqliteSettings): OpenFile {
  const { file, onCorrupt, clock } = settings
  for (let attempt = 1; ; attempt += 1) {
    const inode = inodeOf(file)
    try {
      return openOnce(settings)
    } catch (error) {
      const failure = storeErrorOf(error)
      if (failure.code !== 'ERR_STORE_FOREIGN' || onCorrupt === 'refuse' || attempt > 3) throw failure
      // Unless another process has done it meanwhile.
      if (inodeOf(file) === inode) setAside(file, clock.now())
    }
  }
}

function openOnce({ file, maxBytes, busyTimeout }: SqliteSettings): OpenFile {
  const database = connect(file)
  try {
    database.exec(`PRAGMA busy_timeout = ${busyTimeout}`)
    prepareFile(database, { file, busyTimeout })
    const pageBytes = pragmaNumber(database, 'page_size')
    const logBytes = Math.min(longestLog, Math.floor(maxBytes * logShare))
    // Until others let it be emptied it may grow beyond that.
    const maxPages = Math.floor((maxBytes - 6 * logBytes) / pageBytes)
    database.exec(`
      -- What a power failure may cost is the last commits, never the file (https://www.sqlite.org/pragma.html#pragma_synchronous).
      PRAGMA synchronous = NORMAL;
      PRAGMA wal_autocheckpoint = ${Math.floor(logBytes / pageBytes)};
      PRAGMA journal_size_limit = ${logBytes};
      PRAGMA max_page_count = ${maxPages};
      PRAGMA cache_size = -16384;
      PRAGMA temp_store = memory;
      PRAGMA trusted_schema = OFF;
      PRAGMA cell_size_check = ON;
      -- From here on nobody is waited for in the foreground.
      PRAGMA busy_timeout = 0;
    `)
    return { database, pageBytes, maxPages, logBytes }
  } catch (error) {
    database.close()
    throw error
  }
}

function connect(file: string): DatabaseSync {
  try {
    // What is stored is nobody else's to read. SQLite gives the files beside it the same permissions.
    if (inodeOf(file) === undefined) closeSync(openSync(file, 'a', 0o600))
    return new DatabaseSync(file)
  } catch (cause) {
    throw new StoreError('ERR_STORE_FAILED', `the SQLite file ${file} cannot be opened`, { cause })
  }
}
