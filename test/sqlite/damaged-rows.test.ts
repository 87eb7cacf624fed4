import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import type { StoredEntry } from '@cachechart/core'
import { fakeClock } from '@cachechart/core/testing'
import { sqliteStore, type SqliteStore } from '@cachechart/adapters/sqlite'
import { checkedHead, entryOf, judgeEntry, putChecked } from './checked-entry.ts'
import { faultsOf } from './file-facts.ts'
import { temporaryFiles } from './temporary-file.ts'

const newFile = temporaryFiles()
const small = Buffer.from('hello')
const large = Buffer.alloc(300_000, 7)

const change = (file: string, sql: string): void => {
  const database = new DatabaseSync(file)
  database.exec(sql)
  database.close()
}

const keysOf = async (store: SqliteStore): Promise<readonly string[]> => {
  const keys: string[] = []
  for await (const { key } of store.entries()) keys.push(key)
  return keys
}

const wordOf = async (store: SqliteStore, key: string): Promise<string> => {
  const result = await store.get(key)
  const [entry] = result.type === 'hit' ? result.variants : []
  return entry === undefined ? result.type : judgeEntry(entry)
}

const greatest = '9223372036854775807'

describe('a number that JavaScript cannot read', () => {
  const here = `WHERE key = 'key'`
  const copied = (id: string, to: string) =>
    `INSERT INTO entry SELECT ${id}, ${to}, selection, date, placed, body, length, used_at, uses, url, labels, head FROM entry ${here}`
  const places: Readonly<Record<string, string>> = {
    'how often it was used': `UPDATE entry SET uses = ${greatest} ${here}`,
    'its place': `UPDATE entry SET placed = -9223372036854775808 ${here}`,
    'the length of its body': `UPDATE entry SET length = ${greatest} ${here}`,
    'the number of its body': `UPDATE entry SET body = ${greatest} ${here}`,
    'the number of an entry': copied(greatest, `'key'`),
    'the number of an entry of another key': copied(greatest, `'elsewhere'`),
    'a body that nobody has': `INSERT INTO loose VALUES (${greatest}, 0, 'removed', ${greatest}), (-5, 0, 'removed', ${greatest})`,
    'a purge': `INSERT INTO purged VALUES ('key', 'elsewhere', ${greatest}, 0)`,
    'a lease': `INSERT INTO fence VALUES ('key', '', ${greatest}, 0)`,
    'the sums': `UPDATE state SET entries = ${greatest}, body_bytes = -9223372036854775808`,
  }

  test.each(Object.entries(places))('does no harm: %s', async (_, sql) => {
    const file = newFile()
    const clock = fakeClock()
    const store = sqliteStore({ file, clock })
    await putChecked(store, 'key', { body: small })
    await putChecked(store, 'other', { body: small })
    change(file, sql)
    expect(['whole', 'gone', 'miss']).toContain(await wordOf(store, 'key'))
    expect(await keysOf(store)).toContain('other')
    expect(() => store.statistics()).not.toThrow()
    expect(await putChecked(store, 'key', { body: small })).toBe('stored')
    expect([await wordOf(store, 'key'), await wordOf(store, 'other')]).toEqual(['whole', 'whole'])
    ;(await entryOf(store, 'key')).countUse()
    clock.advance(4_000_000)
    for (let turn = 0; turn < 5; turn += 1) await setImmediate()
    expect(store.statistics().details['failedHousekeeping']).toBe(0)
    const found = await store.get('key')
    const moment = found.type === 'hit' ? found.moment : undefined
    await store.delete('unrelated')
    expect(await store.put('key', checkedHead(Buffer.alloc(0)), { moment }).commit()).toBe('stored')
    await store.delete('key')
    expect(await wordOf(store, 'key')).toBe('miss')
    store.close()
  })

  test.each(['chunk', 'entry'])('a number that would be given next is nobody’s, as a %s', async (table) => {
    const file = newFile()
    const store = sqliteStore({ file })
    await putChecked(store, 'key', { body: small })
    change(
      file,
      table === 'chunk'
        ? `INSERT INTO chunk SELECT (sequence + 1) << 24, x'00' FROM state`
        : copied('(SELECT sequence + 1 FROM state)', `'elsewhere'`),
    )
    expect(await putChecked(store, 'other', { body: small })).toBe('stored')
    expect([await wordOf(store, 'key'), await wordOf(store, 'other')]).toEqual(['whole', 'whole'])
    store.close()
  })
})

describe('a large body that has lost a piece', () => {
  const damaged = async () => {
    const file = newFile()
    const store = sqliteStore({ file })
    await putChecked(store, 'key', { body: large })
    const entry: StoredEntry = await entryOf(store, 'key')
    change(file, `DELETE FROM chunk WHERE id = (SELECT body << 24 FROM entry) + 2`)
    return { file, store, entry }
  }

  test('breaks off for those who read it, once, and is gone; that is counted once', async () => {
    const { file, store, entry } = await damaged()
    expect(await Promise.all([judgeEntry(entry), judgeEntry(entry)])).toEqual(['gone', 'gone'])
    expect(await wordOf(store, 'key')).toBe('miss')
    expect(store.statistics()).toMatchObject({ entries: 0, bodyBytes: 0, rejectedValues: 1 })
    store.close()
    expect(faultsOf(file)).toEqual([])
  })

  test('does not take with it what was stored in its place', async () => {
    const { store, entry } = await damaged()
    expect(await putChecked(store, 'key', { body: small })).toBe('stored')
    expect(await judgeEntry(entry)).toBe('gone')
    await setImmediate()
    expect(await wordOf(store, 'key')).toBe('whole')
    expect(store.statistics().rejectedValues).toBe(0)
    store.close()
  })
})

describe('a length that is not that of the body', () => {
  const falseHead = checkedHead(small, { fields: ['x-sum', '', 'Content-Length', '999', 'x-after', '1'] })
  const kept = ['x-sum', '', 'x-after', '1']

  test('is left out of what is kept, whoever reads it', async () => {
    const file = newFile()
    const store = sqliteStore({ file })
    expect(await putChecked(store, 'key', { body: small, head: falseHead })).toBe('stored')
    const reopened = sqliteStore({ file })
    for (const each of [store, reopened]) expect((await entryOf(each, 'key')).response.fields).toEqual(kept)
    await store.freshen('key', await entryOf(store, 'key'), { ...falseHead, lifetime: 7 })
    expect((await entryOf(reopened, 'key')).response).toMatchObject({ fields: kept, lifetime: 7 })
    await store.purge({ type: 'key', key: 'key' }, (stored) => ({ ...stored, fields: falseHead.fields }))
    expect((await entryOf(reopened, 'key')).response.fields).toEqual(kept)
    expect(store.statistics().rejectedValues + reopened.statistics().rejectedValues).toBe(0)
    store.close()
    reopened.close()
  })

  test('is not believed of a part', async () => {
    const store = sqliteStore({ file: newFile() })
    const part = { first: 0, last: 8, complete: 20, length: 9, range: '' }
    expect(
      await putChecked(store, 'key', { body: small, head: checkedHead(small, { status: 206, part }) }),
    ).toBe('refused')
    expect((await store.get('key')).type).toBe('miss')
    store.close()
  })
})

test('what is stored together with something that fails is found, and that is not', async () => {
  const file = newFile()
  const store = sqliteStore({ file })
  change(
    file,
    `CREATE TRIGGER failing BEFORE INSERT ON entry WHEN new.key = 'bad' BEGIN SELECT RAISE(ABORT, 'no'); END`,
  )
  const outcomes = await Promise.allSettled(
    ['good', 'bad', 'good too'].map((key) => putChecked(store, key, { body: small })),
  )
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await Promise.all(['good', 'bad', 'good too'].map((key) => wordOf(store, key)))).toEqual([
    'whole',
    'miss',
    'whole',
  ])
  store.close()
})
