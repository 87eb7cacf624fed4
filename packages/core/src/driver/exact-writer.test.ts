import { describe, expect, test } from '@jest/globals'
import { memoryStore } from '../stores/memory-store.ts'
import { fakeStore } from '../testing/fake-store.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { exactWriter } from './exact-writer.ts'

const bytes = (length: number) => new Uint8Array(length)

const setUp = () => {
  const store = memoryStore()
  const writer = exactWriter(store.put('key', sampleResponse()), 5)
  return { store, writer }
}

describe('a writer of exactly so many bytes', () => {
  test('stores a body that has them', () => {
    const { store, writer } = setUp()
    expect([writer.write(bytes(2)), writer.write(bytes(0)), writer.write(bytes(3))]).toEqual([
      'accepted',
      'accepted',
      'accepted',
    ])
    expect([writer.commit(), store.entries]).toEqual(['stored', 1])
  })

  test('refuses one that has more, with the write that is too much, and holds nothing', () => {
    const { store, writer } = setUp()
    expect([writer.write(bytes(5)), writer.write(bytes(1))]).toEqual(['accepted', 'refused'])
    expect([store.bytes, writer.commit(), store.entries]).toEqual([0, 'refused', 0])
  })

  test('refuses one that has less, at its end, and holds nothing', () => {
    const { store, writer } = setUp()
    expect(writer.write(bytes(4))).toBe('accepted')
    expect([writer.commit(), store.bytes, store.entries]).toEqual(['refused', 0, 0])
  })

  test('refuses at its end an empty one, where it should not be empty', () => {
    const { store, writer } = setUp()
    expect([writer.commit(), store.entries]).toEqual(['refused', 0])
  })

  test('lets the store refuse, fail, and take its time', async () => {
    const small = exactWriter(memoryStore({ maxEntryBytes: 3 }).put('key', sampleResponse()), 5)
    expect(small.write(bytes(5))).toBe('refused')
    const store = fakeStore({ delay: 'microtask' })
    const writer = exactWriter(store.put('key', sampleResponse()), 5)
    store.failNext('write')
    await expect(writer.write(bytes(1))).rejects.toMatchObject({ code: 'ERR_STORE_FAILED' })
  })

  test('gives up when it is told to', () => {
    const { store, writer } = setUp()
    expect(writer.write(bytes(5))).toBe('accepted')
    writer.abort()
    expect([store.bytes, writer.commit()]).toEqual([0, 'refused'])
  })
})
