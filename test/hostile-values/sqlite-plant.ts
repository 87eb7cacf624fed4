import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { sqliteStore } from '@cachechart/adapters/sqlite'
import type { Plant } from './plant.ts'

/** Whoever else has the file open: it writes past the store, whatever it likes. */
export interface SqlitePlant extends Plant {
  /** Runs a statement on the row of the entry, `:entry`, and its body, `:body`. */
  change(path: string, sql: string, ...values: readonly SQLInputValue[]): void
}

/** A store in a temporary file, and a second hand on that. */
export function sqlitePlant(): SqlitePlant {
  const directory = mkdtempSync(join(tmpdir(), 'cachechart-planted-'))
  const file = join(directory, 'store.sqlite')
  const store = sqliteStore({ file })
  const database = new DatabaseSync(file)
  database.exec('PRAGMA busy_timeout = 5000')
  const find = database.prepare('SELECT id, body, head FROM entry WHERE key LIKE ?')
  const row = (path: string) => find.get(`%${path}`)
  const change: SqlitePlant['change'] = (path, sql, ...values) => {
    const { id = 0, body = 0 } = row(path) ?? {}
    const text = sql.replaceAll(':entry', String(id)).replaceAll(':body', String(body))
    if (database.prepare(text).run(...values).changes === 0) throw new Error(`nothing was changed by ${text}`)
  }
  return {
    store,
    stored: async (path) => {
      const began = performance.now()
      while (row(path) === undefined) {
        if (performance.now() - began > 5_000) throw new Error(`nothing is stored for ${path}`)
        await setImmediate()
      }
    },
    headOf: async (path) => String(row(path)?.['head']),
    plantHead: async (path, text) => {
      change(path, 'UPDATE entry SET head = CAST(? AS TEXT) WHERE id = :entry', text)
    },
    change,
    rejected: () => store.statistics().rejectedValues,
    close: async () => {
      database.close()
      rmSync(directory, { recursive: true })
    },
  }
}
