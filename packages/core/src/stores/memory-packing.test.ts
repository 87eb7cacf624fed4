import { describe, expect, test } from '@jest/globals'
import type { Body } from '../ports/body.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { memoryStore, type MemoryStore } from './memory-store.ts'

const bytes = new Uint8Array(1000)
const keys = Array.from({ length: 640 }, (_, index) => String(index))
/** Few of them, spread over all. */
const isKept = (key: string) => Number(key) % 20 === 7

function put(store: MemoryStore, key: string, length = 1000): void {
  const writer = store.put(key, sampleResponse())
  writer.write(bytes.subarray(0, length))
  writer.commit()
}

/** In how many buffers the bodies lie that are to be kept. */
function buffers(store: MemoryStore): number {
  const seen = new Set<ArrayBufferLike>()
  for (const key of keys.filter(isKept)) {
    const result = store.get(key)
    const body = result.type === 'hit' ? result.variants[0]?.open() : undefined
    seen.add((body as Body | undefined)?.bytes?.buffer ?? new ArrayBuffer(0)) // this store answers at once
  }
  return seen.size
}

const all = { type: 'all' } as const

/** What makes room, of a key that is not to be kept. */
const ways: Record<string, (store: MemoryStore, key: string) => void> = {
  'were deleted': (store, key) => store.delete(key),
  'were replaced by others': (store, key) => put(store, key, 0),
  'were purged': (store, key) => store.purge({ type: 'key', key }, 'remove'),
}

describe('few small bodies lie close together after most', () => {
  test.each(Object.keys(ways))('%s, before or after a head of theirs had changed', (way) => {
    for (const change of ['unchanged', 'changed']) {
      const store = memoryStore()
      for (const key of keys) put(store, key)
      expect(buffers(store)).toBeGreaterThan(15)
      // Which was a use of some.
      for (const key of keys) store.get(key)
      if (change === 'changed') store.purge(all, (head) => ({ ...head, lifetime: 1 }))
      for (const key of keys) if (!isKept(key)) ways[way]?.(store, key)
      expect(buffers(store)).toBeLessThan(4)
    }
  })

  test('were evicted', () => {
    const store = memoryStore({ maxBytes: 200_000 })
    for (const key of keys) {
      put(store, key)
      // They are used, and so stay.
      expect(buffers(store)).toBeGreaterThan(0)
    }
    expect(buffers(store)).toBeLessThan(8)
  })

  test('were given up while they were written', () => {
    const store = memoryStore()
    for (const key of keys) {
      const writer = store.put(key, sampleResponse())
      writer.write(bytes)
      if (isKept(key)) writer.commit()
      else writer.abort()
    }
    expect(buffers(store)).toBeLessThan(4)
  })
})

test('a body whose buffer another reader has taken away breaks off, and is not an empty one', async () => {
  const store = memoryStore()
  put(store, 'mine', 10)
  put(store, 'other', 10)
  const bodyOf = (key: string): Body => {
    const result = store.get(key)
    const body = result.type === 'hit' ? result.variants[0]?.open() : undefined
    return body as Body // this store answers at once
  }
  const [mine, other] = [bodyOf('mine'), bodyOf('other')]
  structuredClone(other.bytes?.buffer, { transfer: [other.bytes?.buffer as ArrayBuffer] }) // no shared one
  expect(mine.length).toBe(10)
  await expect(mine[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'ERR_STORE_FAILED' })
})
