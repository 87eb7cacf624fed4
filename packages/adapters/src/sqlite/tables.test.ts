import { readFileSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { describe, expect, test } from '@jest/globals'
import { newSchema } from './schema.ts'
import { Tables } from './tables.ts'

/** What is asked of the file, by SQL, in the order in which it is prepared. */
const preparedSql = (): readonly string[] => {
  const database = new DatabaseSync(':memory:')
  database.exec(newSchema)
  const prepared: string[] = []
  const prepare = (sql: string): StatementSync => {
    prepared.push(sql)
    return database.prepare(sql)
  }
  const tables = new Tables(Object.assign(Object.create(database) as DatabaseSync, { prepare })) // all else is its own
  expect(tables).toBeDefined()
  database.close()
  return prepared
}

/** How each condition has to be met. */
const indexes = {
  'e.key = ?': /entry_key/,
  'e.url = ?': /entry_url/,
  'l.name = ?': /SEARCH l USING PRIMARY KEY/,
}

describe('the statements', () => {
  test('number no parameter: Node 22 takes numbers for names', () => {
    for (const file of ['tables.ts', 'schema.ts'])
      expect(readFileSync(new URL(file, import.meta.url), 'utf8')).not.toMatch(/\?\d/)
  })

  test.each(Object.entries(indexes))('with the condition %s are met by an index', (condition, index) => {
    const database = new DatabaseSync(':memory:')
    database.exec(newSchema)
    const looking = preparedSql().filter((sql) => sql.includes(condition))
    expect(looking.length).toBeGreaterThan(0)
    for (const sql of looking) {
      const values = Array.from(sql.matchAll(/\?/g), () => 1)
      const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values)
      expect(plan.map(({ detail }) => detail).join()).toMatch(index)
    }
    database.close()
  })
})
