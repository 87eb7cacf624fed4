import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from '@jest/globals'
import { StoreError } from '@cachechart/core'
import { sqliteStore, type SqliteStoreOptions } from '@cachechart/adapters/sqlite'
import { entryOf, judgeEntry, putChecked } from './checked-entry.ts'
import { temporaryFiles } from './temporary-file.ts'
import { versionOneFile } from './version-one-file.ts'

const newFile = temporaryFiles()

const refusalOf = (options: SqliteStoreOptions): StoreError => {
  try {
    sqliteStore(options).close()
  } catch (error) {
    if (error instanceof StoreError) return error
    throw error
  }
  throw new Error('it was opened')
}

const execute = (file: string, sql: string): void => {
  const database = new DatabaseSync(file)
  database.exec(sql)
  database.close()
}

const filled = async (file: string): Promise<void> => {
  const store = sqliteStore({ file })
  for (let key = 0; key < 50; key += 1)
    await putChecked(store, `key ${key}`, { body: Buffer.alloc(5000, key) })
  store.close()
}

/** Writes noise over a part of a file. */
const damage = (file: string, from: number, length: number): void => {
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, Buffer.alloc(length, 0xa5), 0, length, from)
  closeSync(descriptor)
}

/** Files that cannot be used, how they are made, and what is said of them. */
const unusable: Record<string, readonly [make: (file: string) => Promise<void> | void, said: RegExp]> = {
  'another program’s database': [(file) => execute(file, 'CREATE TABLE users (name)'), /another program/],
  'another application’s database': [
    (file) => execute(file, 'PRAGMA application_id = 7; CREATE TABLE a (b)'),
    /another program/,
  ],
  'a store of a later version': [
    async (file) => {
      await filled(file)
      execute(file, 'PRAGMA user_version = 99')
    },
    /version 99/,
  ],
  'a store of a version that never was': [
    async (file) => {
      await filled(file)
      execute(file, 'PRAGMA user_version = -3')
    },
    /version -3/,
  ],
  'a text': [(file) => writeFileSync(file, 'This is no database. '.repeat(500)), /damaged/],
  'a store without its first page': [
    async (file) => {
      await filled(file)
      damage(file, 0, 4096)
    },
    /damaged/,
  ],
  'a store whose tables are damaged': [
    async (file) => {
      await filled(file)
      damage(file, 100, 3996)
    },
    /damaged/,
  ],
}

describe('a file that cannot be used', () => {
  test.each(Object.entries(unusable))('is refused, and left as it is: %s', async (_, [make, said]) => {
    const file = newFile()
    await make(file)
    const before = readFileSync(file)
    const error = refusalOf({ file })
    expect(error.code).toBe('ERR_STORE_FOREIGN')
    expect(error.message).toMatch(said)
    expect(error.message).toMatch(/setAside/)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test.each(Object.entries(unusable))(
    'is set aside where that was chosen, and a new one begun: %s',
    async (_, [make]) => {
      const file = newFile()
      await make(file)
      const before = readFileSync(file)
      const store = sqliteStore({ file, onCorrupt: 'setAside' })
      expect(await putChecked(store, 'key', { body: Buffer.from('hello') })).toBe('stored')
      store.close()
      const aside = readdirSync(dirname(file)).filter((name) =>
        name.startsWith(`${basename(file)}.set-aside-`),
      )
      expect(aside).toHaveLength(1)
      expect(readFileSync(`${dirname(file)}/${aside[0]}`).equals(before)).toBe(true)
      expect(refusalOf({ file: dirname(file) }).code).toBe('ERR_STORE_FAILED')
    },
  )
})

describe('what cannot be opened at all', () => {
  test.each([
    ['a folder', () => dirname(newFile())],
    ['a file in a folder that is not there', () => `${newFile()}/responses.db`],
  ])('is an error that names it, and nothing is set aside: %s', (_, nameFile) => {
    const file = nameFile()
    const error = refusalOf({ file, onCorrupt: 'setAside' })
    expect(error.code).toBe('ERR_STORE_FAILED')
    expect(error.message).toContain(file)
    expect(existsSync(`${file}-wal`)).toBe(false)
  })
})

test('a file of version 1 is brought up to date, and keeps what it has', async () => {
  const file = newFile()
  versionOneFile(file)
  const store = sqliteStore({ file })
  expect(store.statistics()).toMatchObject({ entries: 2, bodyBytes: 10, details: { schemaVersion: 2 } })
  const entry = await entryOf(store, 'https://example.com/one')
  expect(await judgeEntry(entry)).toBe('whole')
  expect((await store.get('https://example.com/cleared')).type).toBe('miss')
  const putWith = (token: number) =>
    store.put('key', entry.response, { lease: { key: 'key', variant: '', token } }).commit()
  expect([await putWith(2), await putWith(1)]).toEqual(['stored', 'refused'])
  store.close()
  sqliteStore({ file }).close()
})

test('damage that is met while the store is in use is an error, and never a crash or a false body', async () => {
  const file = newFile()
  await filled(file)
  const store = sqliteStore({ file })
  damage(file, 4096, readFileSync(file).length - 4096)
  const outcomes = new Set<string>()
  for (let key = 0; key < 50; key += 1) {
    const result = await store.get(`key ${key}`)
    if (result.type === 'error') outcomes.add(result.error.code)
    else if (result.type === 'miss') outcomes.add('miss')
    else for (const entry of result.variants) outcomes.add(await judgeEntry(entry))
  }
  expect([...outcomes]).toEqual(['ERR_STORE_FOREIGN'])
  await expect(putChecked(store, 'key', { body: Buffer.from('hello') })).rejects.toMatchObject({
    code: 'ERR_STORE_FOREIGN',
  })
  store.close()
})
