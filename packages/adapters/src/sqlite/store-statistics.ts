import { statSync } from 'node:fs'
import type { StoreStatistics } from '@cachechart/core'
import { pragmaNumber } from './pragma-number.ts'
import { schemaVersion } from './schema.ts'
import type { StoreParts } from './store-parts.ts'

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

/** What a store says of itself. @throws what SQLite reports */
export function storeStatistics({
  settings,
  file,
  tables,
  heads,
  queue,
  housekeeper,
  log,
}: StoreParts): StoreStatistics {
  const [entries = 0, bodyBytes = 0] = tables.state.totals.first() ?? []
  const logBytes = log.length
  const { count, last } = housekeeper.failures
  return {
    entries,
    bodyBytes,
    bytes: sizeOf(settings.file) + logBytes,
    maxBytes: settings.maxBytes,
    rejectedValues: heads.rejected,
    details: {
      engine: `SQLite ${process.versions['sqlite'] ?? 'of unknown version'}`,
      schemaVersion,
      logBytes,
      freeBytes: pragmaNumber(file.database, 'freelist_count') * file.pageBytes,
      removedBodyBytes: tables.body.removedBytes.first()?.[0] ?? 0,
      waitingWrites: queue.length,
      failedHousekeeping: count,
      ...(last === '' ? {} : { lastHousekeepingFailure: last }),
    },
  }
}
