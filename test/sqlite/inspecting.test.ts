import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { sqliteStore, type RejectedRow, type SqliteStore } from '@cachechart/adapters/sqlite'
import { checkedHead, entryOf, judgeEntry, putChecked } from './checked-entry.ts'
import { faultsOf } from './file-facts.ts'
import { temporaryFiles } from './temporary-file.ts'

const newFile = temporaryFiles()

const keysOf = async (store: SqliteStore, keyPrefix?: string): Promise<readonly string[]> => {
  const keys: string[] = []
  for await (const { key } of store.entries(keyPrefix === undefined ? {} : { keyPrefix })) keys.push(key)
  return keys
}

test('a listing tells every entry once, by the beginning of its key, and opens its body', async () => {
  const store = sqliteStore({ file: newFile() })
  const names = [
    'b',
    'a',
    'ab',
    'a%',
    'a_',
    'aé',
    'A',
    '',
    '\ud800',
    'a\0b',
    '\u0001a',
    ...Array.from({ length: 70 }, (_, index) => `a${index}`),
  ]
  for (const name of names) await putChecked(store, name, { body: Buffer.from(name) })
  await putChecked(store, 'a', {
    body: Buffer.from('de'),
    head: checkedHead(Buffer.from('de'), { vary: ['accept-language'], varied: ['de'] }),
  })
  expect((await keysOf(store)).toSorted()).toEqual([...names, 'a'].toSorted())
  expect((await keysOf(store, 'a')).toSorted()).toEqual(
    [...names.filter((name) => name.startsWith('a')), 'a'].toSorted(),
  )
  expect(await keysOf(store, '\ud800')).toEqual(['\ud800'])
  expect(await keysOf(store, 'none')).toEqual([])
  for await (const entry of store.entries()) {
    expect(await judgeEntry({ response: entry.response, open: () => entry.open(), countUse: () => 0 })).toBe(
      'whole',
    )
    expect(entry.bodyLength).toBe(Number(entry.response.fields[3]))
    break
  }
  expect(store.statistics().entries).toBe(names.length + 1)
  await store.purge({ type: 'all' }, 'remove')
  expect([await keysOf(store), store.statistics().entries, store.statistics().bodyBytes]).toEqual([[], 0, 0])
  store.close()
  await expect(async () => keysOf(store)).rejects.toMatchObject({ code: 'ERR_STORE_CLOSED' })
})

/** What somebody may write into the file who is not this store. */
const plants: Record<string, string> = {
  'a head of another version': `UPDATE entry SET head = json_set(head, '$.version', 2)`,
  'a head that is no JSON': `UPDATE entry SET head = '{'`,
  'a head that ends its field lines': `UPDATE entry SET head = json_set(head, '$.fields[1]', 'a' || char(13, 10) || 'set-cookie: b')`,
  'a head that is too long': `UPDATE entry SET head = json_set(head, '$.more', hex(zeroblob(1000000)))`,
  'a body that is too short': `UPDATE chunk SET bytes = x'00'`,
  'a length that is not that of the body': 'UPDATE entry SET length = 9000000000',
}

test.each(Object.entries(plants))('what is planted is a miss, and counted: %s', async (_, sql) => {
  const file = newFile()
  const rejected: RejectedRow[] = []
  const store = sqliteStore({ file, onRejected: (row) => rejected.push(row) })
  await putChecked(store, 'key', { body: Buffer.alloc(5000, 7) })
  expect((await store.get('key')).type).toBe('hit')
  const database = new DatabaseSync(file)
  database.exec(sql)
  database.close()
  const result = await store.get('key')
  for (const entry of result.type === 'hit' ? result.variants : []) expect(await entry.open()).toBeUndefined()
  // What has a body that is not its own is removed, a turn later.
  await setImmediate()
  expect(rejected.map(({ key }) => key)).toEqual(['key'])
  expect(store.statistics().rejectedValues).toBe(1)
  expect(await putChecked(store, 'other', { body: Buffer.from('hello') })).toBe('stored')
  store.close()
})

test('a purge of many entries goes on in pieces: what is found meanwhile is as if it were over', async () => {
  const file = newFile()
  const store = sqliteStore({ file })
  const body = Buffer.from('hello')
  const head = checkedHead(body, { surrogateKeys: ['many', 'soft'] })
  await Promise.all(
    Array.from({ length: 500 }, (_, index) => putChecked(store, `key ${index}`, { body, head })),
  )
  const found = async (key: string) => {
    const result = await store.get(key)
    return result.type === 'hit' ? result.variants.map(({ response }) => response.lifetime) : result.type
  }
  const softened = store.purge({ type: 'surrogateKey', surrogateKey: 'soft' }, (stored) => ({
    ...stored,
    lifetime: 0,
  }))
  expect(softened).toBeInstanceOf(Promise)
  expect(await found('key 499')).toEqual([0])
  // Whoever has asked the origin meanwhile is not concerned.
  await putChecked(store, 'key 498', { body, head })
  expect(await softened).toBe(499)
  expect([await found('key 498'), await found('key 497')]).toEqual([[60], [0]])

  const entry = await entryOf(store, 'key 499')
  const removed = store.purge({ type: 'surrogateKey', surrogateKey: 'many' }, 'remove')
  expect(await found('key 499')).toBe('miss')
  expect(await store.freshen('key 499', entry, head)).toBe('gone')
  expect(await removed).toBe(500)
  expect(store.statistics().entries).toBe(0)
  store.close()
  expect(faultsOf(file)).toEqual([])
})
