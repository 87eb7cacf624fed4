import { expect, test } from '@jest/globals'
import { sampleResponse } from '@cachechart/core/testing'
import { sqliteStore } from '@cachechart/adapters/sqlite'
import { temporaryFiles } from './temporary-file.ts'

const newFile = temporaryFiles()
const mebibyte = 1024 * 1024
const length = 256 * mebibyte

const residentBytes = (): number => process.memoryUsage.rss()

test('memory does not grow with a body: 256 MiB are written and read with a few of them in memory', async () => {
  const store = sqliteStore({ file: newFile(), maxBytes: 1024 * mebibyte })
  const piece = Buffer.alloc(mebibyte)
  const before = residentBytes()
  let highest = before
  const writer = store.put('key', sampleResponse())
  for (let start = 0; start < length; start += piece.length) {
    piece.writeUInt32LE(start / mebibyte)
    expect(await writer.write(piece)).toBe('accepted')
    highest = Math.max(highest, residentBytes())
  }
  expect(await writer.commit()).toBe('stored')
  const result = await store.get('key')
  const body = result.type === 'hit' ? await result.variants[0]?.open() : undefined
  let read = 0
  const marks: number[] = []
  for await (const chunk of body ?? []) {
    if (read % mebibyte === 0) marks.push(Buffer.from(chunk).readUInt32LE())
    read += chunk.length
    highest = Math.max(highest, residentBytes())
  }
  expect(read).toBe(length)
  expect(marks).toEqual(marks.map((_, index) => index))
  // Most of it are chunks that nobody has any more, and that were not collected yet.
  expect((highest - before) / mebibyte).toBeLessThan(128)
  store.close()
}, 120_000)

test('whoever writes or reads a large body leaves other work its turns', async () => {
  const store = sqliteStore({ file: newFile(), maxBytes: 256 * mebibyte })
  let turns = 0
  const over = new AbortController()
  const count = (): void => {
    turns += 1
    if (!over.signal.aborted) setImmediate(count)
  }
  count()
  const writer = store.put('key', sampleResponse())
  await writer.write(Buffer.alloc(16 * mebibyte))
  await writer.commit()
  const written = turns
  const result = await store.get('key')
  const body = result.type === 'hit' ? await result.variants[0]?.open() : undefined
  for await (const _ of body ?? []);
  over.abort()
  // 256 chunks, with a turn after every fourth.
  expect([written >= 60, turns - written >= 60]).toEqual([true, true])
  store.close()
})
