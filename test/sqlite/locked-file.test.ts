import { DatabaseSync } from 'node:sqlite'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { sqliteStore } from '@cachechart/adapters/sqlite'
import { putChecked } from './checked-entry.ts'
import { temporaryFiles } from './temporary-file.ts'

const newFile = temporaryFiles()
const body = Buffer.from('hello')

/** Another process that does not let go. */
const lock = (file: string) => {
  const database = new DatabaseSync(file)
  database.exec('BEGIN IMMEDIATE')
  return () => {
    database.close()
  }
}

test('while another process holds the file, lookups answer at once, and changes wait beside everything else', async () => {
  const file = newFile()
  const store = sqliteStore({ file })
  await putChecked(store, 'key', { body })
  const release = lock(file)
  let settled = 0
  const note = () => {
    settled += 1
  }
  const changes = [putChecked(store, 'other', { body }), Promise.resolve(store.delete('key'))]
  const answers = Promise.all<unknown>(changes)
  for (const change of changes) void change.then(note)
  const begun = performance.now()
  for (let turn = 0; turn < 50; turn += 1) await setImmediate()
  expect(performance.now() - begun).toBeLessThan(1000)
  expect(settled).toBe(0)
  expect(store.get('third')).toMatchObject({ type: 'miss' })
  // What has to wait for a change that was asked for before does.
  const found = store.get('key')
  expect(found).toBeInstanceOf(Promise)
  release()
  expect(await answers).toEqual(['stored', 1])
  expect((await found).type).toBe('miss')
  expect((await store.get('other')).type).toBe('hit')
  store.close()
})

test('a file that stays locked fails the change in time, and the store goes on', async () => {
  const file = newFile()
  const store = sqliteStore({ file, busyTimeout: 100 })
  const release = lock(file)
  await expect(putChecked(store, 'key', { body })).rejects.toMatchObject({ code: 'ERR_STORE_TIMEOUT' })
  release()
  expect(await putChecked(store, 'key', { body })).toBe('stored')
  store.close()
})

test('what waits when the store is closed is told so', async () => {
  const file = newFile()
  const store = sqliteStore({ file })
  const release = lock(file)
  const change = putChecked(store, 'key', { body })
  await setTimeout(20)
  store.close()
  await expect(change).rejects.toMatchObject({ code: 'ERR_STORE_CLOSED' })
  release()
})
