import type { DatabaseSync } from 'node:sqlite'

/** What a pragma says that is a number. */
export function pragmaNumber(database: DatabaseSync, pragma: string): number {
  return Number(Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0])
}
