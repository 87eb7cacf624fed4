import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { fakeClock } from '@cachechart/core/testing'
import { sqliteStore, type SqliteStore } from '@cachechart/adapters/sqlite'
import { checkedHead, entryOf, putChecked } from './checked-entry.ts'
import { temporaryFiles } from './temporary-file.ts'

const newFile = temporaryFiles()
const body = Buffer.from('hello')
const hour = 3_600_000

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await setImmediate()
}

const countOf = (file: string, table: string): unknown => {
  const database = new DatabaseSync(file)
  const row = database.prepare(`SELECT count(*) AS count FROM ${table}`).get()
  database.close()
  return row?.['count']
}

const momentOf = async (store: SqliteStore) => {
  const result = await store.get('key')
  return result.type === 'error' ? undefined : result.moment
}

test('uses are told to the file now and then, and counted on after a restart', async () => {
  const file = newFile()
  const clock = fakeClock()
  const store = sqliteStore({ file, clock })
  await putChecked(store, 'key', { body })
  const entry = await entryOf(store, 'key')
  expect([entry.countUse(), entry.countUse()]).toEqual([1, 2])
  clock.advance(5_000)
  await turns(3)
  const database = new DatabaseSync(file)
  expect(database.prepare('SELECT uses, used_at FROM entry').get()).toEqual({
    uses: 2,
    used_at: clock.now() - 5_000,
  })
  database.close()
  entry.countUse()
  store.close()
  const reopened = sqliteStore({ file })
  expect((await entryOf(reopened, 'key')).countUse()).toBe(4)
  for await (const listed of reopened.entries()) expect(listed.usedAt).toBe(clock.now())
  reopened.close()
})

test('purges and leases are forgotten after an hour; whoever has fetched for so long is refused', async () => {
  const file = newFile()
  const clock = fakeClock()
  const store = sqliteStore({ file, clock })
  const early = await momentOf(store)
  for (let time = 0; time < 600; time += 1) await store.delete(`other ${time}`)
  const put = (moment: typeof early, key = 'key') =>
    store.put(key, checkedHead(Buffer.alloc(0)), { moment }).commit()
  const lease = { key: 'key', variant: '', token: 5 }
  await store.put('key', checkedHead(Buffer.alloc(0)), { lease }).commit()
  expect(await put(early)).toBe('stored')
  expect(countOf(file, 'purged')).toBe(600)
  clock.advance(hour + 5_000)
  await turns(10)
  expect([countOf(file, 'purged'), countOf(file, 'fence')]).toEqual([0, 0])
  expect(await put(early)).toBe('refused')
  expect(await put(await momentOf(store))).toBe('stored')
  store.close()
})

test('an entry that was committed is stored though the store is closed at once', async () => {
  const file = newFile()
  const store = sqliteStore({ file })
  const committed = store.put('key', checkedHead(Buffer.alloc(0))).commit()
  store.close()
  expect(await committed).toBe('stored')
  const reopened = sqliteStore({ file })
  expect((await reopened.get('key')).type).toBe('hit')
  reopened.close()
})

test('the files are for their owner alone', async () => {
  const file = newFile()
  const store = sqliteStore({ file })
  await putChecked(store, 'key', { body })
  const modes = ['', '-wal', '-shm'].map((suffix) => statSync(file + suffix).mode & 0o777)
  expect(modes).toEqual([0o600, 0o600, 0o600])
  store.close()
})
