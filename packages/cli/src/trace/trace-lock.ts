import { closeSync, constants, openSync } from 'node:fs'
import { noPlaceForTrace, reasonOf } from './trace-failure.ts'

/** https://www.sqlite.org/rescode.html#busy */
const busy = 5

/** That nobody else writes there. The system gives it back when this process ends, however it does. */
export interface TraceLock {
  /** Does nothing the second time. */
  release(): void
}

/**
 * Holds `FILE.lock`, which stays there, empty. Node has no locks of its own: SQLite's are those of the system.
 * Rejects with a `CommandFailedError` where another gateway has it.
 */
export async function lockTrace(file: string): Promise<TraceLock> {
  const { DatabaseSync } = await import('node:sqlite')
  const place = `${file}.lock`
  try {
    // SQLite would make it readable for all, and follow a link.
    closeSync(openSync(place, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600))
    const database = new DatabaseSync(place, { timeout: 0 })
    try {
      // Else a second file would lie beside it.
      database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    } catch (error) {
      database.close()
      throw error
    }
    return {
      release() {
        if (database.isOpen) database.close()
      },
    }
  } catch (error) {
    const why = isHeld(error) ? 'another gateway writes there. Give each its own' : reasonOf(error)
    throw noPlaceForTrace(file, why, error)
  }
}

const isHeld = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === busy
