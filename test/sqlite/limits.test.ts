import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { fakeClock } from '@cachechart/core/testing'
import { sqliteStore, type SqliteStore } from '@cachechart/adapters/sqlite'
import { checkedHead, judgeEntry, putChecked } from './checked-entry.ts'
import { bytesOnDisk, faultsOf } from './file-facts.ts'
import { temporaryFiles } from './temporary-file.ts'

const newFile = temporaryFiles()
const mebibyte = 1024 * 1024

/** Lets housekeeping have its turns. */
const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await setImmediate()
}

const isStored = async (store: SqliteStore, key: string): Promise<boolean> =>
  (await store.get(key)).type === 'hit'

/** Uses an entry, as a cache does that answers with it. */
const use = async (store: SqliteStore, key: string): Promise<void> => {
  const result = await store.get(key)
  if (result.type === 'hit') result.variants[0]?.countUse()
}

describe('the budget', () => {
  test.each([
    ['small bodies', 700, 8000],
    ['bodies of several chunks', 100, 150_000],
  ])('holds, whatever is written: %s', async (_, count, length) => {
    const file = newFile()
    const maxBytes = 4 * mebibyte
    const store = sqliteStore({ file, maxBytes })
    let largest = 0
    let stored = 0
    for (let key = 0; key < count; key += 1) {
      if ((await putChecked(store, `key ${key}`, { body: Buffer.alloc(length, key) })) === 'stored')
        stored += 1
      largest = Math.max(largest, bytesOnDisk(file))
      await setImmediate()
    }
    expect(largest).toBeLessThanOrEqual(maxBytes)
    expect(stored).toBeGreaterThan(count * 0.95)
    // What is there is most of what may be.
    expect(store.statistics().bodyBytes).toBeGreaterThan(maxBytes / 3)
    expect(await isStored(store, `key ${count - 1}`)).toBe(true)
    store.close()
    expect(faultsOf(file)).toEqual([])
  })

  test('is kept by giving up what was not used for the longest', async () => {
    const clock = fakeClock()
    const file = newFile()
    const store = sqliteStore({ file, maxBytes: 2 * mebibyte, clock })
    for (let key = 0; key < 300; key += 1) {
      await putChecked(store, `key ${key}`, { body: Buffer.alloc(12_000, key) })
      clock.advance(6000)
      await use(store, 'key 0')
      await turns(3)
    }
    expect(await isStored(store, 'key 0')).toBe(true)
    expect(await isStored(store, 'key 1')).toBe(false)
    expect(await isStored(store, 'key 299')).toBe(true)
    store.close()
  })

  test('is regained when it was lowered, and the file shrinks', async () => {
    const file = newFile()
    const before = sqliteStore({ file, maxBytes: 16 * mebibyte })
    for (let key = 0; key < 100; key += 1)
      await putChecked(before, `key ${key}`, { body: Buffer.alloc(100_000, key) })
    before.close()
    expect(bytesOnDisk(file)).toBeGreaterThan(8 * mebibyte)
    const clock = fakeClock()
    const after = sqliteStore({ file, maxBytes: 2 * mebibyte, clock, readerGrace: 1000 })
    for (let time = 0; time < 4; time += 1) {
      clock.advance(5000)
      await turns(1000)
    }
    after.close()
    expect(bytesOnDisk(file)).toBeLessThanOrEqual(2 * mebibyte)
    expect(faultsOf(file)).toEqual([])
  })

  test.each([
    ['maxBytes', { maxBytes: 1000 }],
    ['maxEntryBytes', { maxBytes: 2 * mebibyte, maxEntryBytes: 2 * mebibyte }],
    ['maxVariants', { maxVariants: 0 }],
    ['busyTimeout', { busyTimeout: -1 }],
    ['readerGrace', { readerGrace: Number.NaN }],
    ['file', { file: '' }],
  ])('and the other options are checked: %s', (name, options) => {
    expect(() => sqliteStore({ file: newFile(), ...options })).toThrow(RangeError)
    expect(() => sqliteStore({ file: newFile(), ...options })).toThrow(name)
  })
})

describe('a body that was removed', () => {
  const large = Buffer.alloc(400_000, 7)

  test('can be read to its end by those who were reading it, and is pruned after that', async () => {
    const clock = fakeClock()
    const store = sqliteStore({ file: newFile(), clock, readerGrace: 10_000 })
    await putChecked(store, 'key', { body: large })
    const result = await store.get('key')
    const body = result.type === 'hit' ? await result.variants[0]?.open() : undefined
    const read: Uint8Array[] = []
    for await (const chunk of body ?? []) {
      if (read.push(chunk) === 1) await store.delete('key')
      clock.advance(8_000)
      await turns(5)
    }
    expect(Buffer.concat(read).equals(large)).toBe(true)
    clock.advance(20_000)
    await turns(20)
    expect(store.statistics().details['removedBodyBytes']).toBe(0)
    store.close()
  })

  test('fails its readers when it was pruned all the same, and gives them nothing else', async () => {
    const file = newFile()
    const clock = fakeClock()
    const [store, other] = [sqliteStore({ file, clock }), sqliteStore({ file, clock, readerGrace: 0 })]
    await putChecked(store, 'key', { body: large })
    const result = await store.get('key')
    const body = result.type === 'hit' ? await result.variants[0]?.open() : undefined
    const read = async (): Promise<void> => {
      for await (const _ of body ?? []) {
        await other.delete('key')
        clock.advance(6_000)
        await turns(20)
      }
    }
    await expect(read()).rejects.toMatchObject({ code: 'ERR_STORE_FAILED' })
    store.close()
    other.close()
  })
})

describe('a body that nobody writes any more', () => {
  test('is found by its age, and its writer is refused', async () => {
    const file = newFile()
    const clock = fakeClock()
    const store = sqliteStore({ file, clock })
    const writer = store.put('key', checkedHead(Buffer.alloc(0)))
    await writer.write(Buffer.alloc(100_000))
    const late = fakeClock(clock.now() + 90_000)
    const other = sqliteStore({ file, clock: late })
    late.advance(6_000)
    await turns(20)
    expect(await writer.commit()).toBe('refused')
    expect(await isStored(store, 'key')).toBe(false)
    other.close()
    store.close()
    expect(faultsOf(file)).toEqual([])
  })

  test('is kept as long as its writer lives, however slow that is', async () => {
    const clock = fakeClock()
    const store = sqliteStore({ file: newFile(), clock })
    const body = Buffer.alloc(100_000, 3)
    const writer = store.put('key', checkedHead(body))
    await writer.write(body)
    for (let minute = 0; minute < 100; minute += 1) {
      clock.advance(10_000)
      await turns(2)
    }
    expect(await writer.commit()).toBe('stored')
    const result = await store.get('key')
    for (const entry of result.type === 'hit' ? result.variants : [])
      expect(await judgeEntry(entry)).toBe('whole')
    store.close()
  })
})
