import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from '@jest/globals'
import { StoreError } from '../ports/port-errors.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { memoryStore, type MemoryStore } from './memory-store.ts'
import type { SynchronousWriter } from './memory-writer.ts'

const kibibyte = 1024
const response = sampleResponse()

const announcing = (length: number) => sampleResponse({ fields: ['content-LENGTH', String(length)] })

function fill(store: MemoryStore, keys: string): void {
  for (const key of keys) {
    const writer = store.put(key, response)
    writer.write(new Uint8Array(10 * kibibyte))
    writer.commit()
  }
}

const keysOf = (store: MemoryStore, keys: string) =>
  keys
    .split('')
    .filter((key) => store.get(key).type === 'hit')
    .join('')

describe('a writer into memory', () => {
  test('refuses the very chunk that passes the limit, and holds nothing any more', () => {
    const store = memoryStore({ maxEntryBytes: 1000 })
    const writer = store.put('key', response)
    expect(writer.write(new Uint8Array(1000))).toBe('accepted')
    expect(store.bytes).toBeGreaterThan(1000)
    expect(writer.write(new Uint8Array(1))).toBe('refused')
    expect(store.bytes).toBe(0)
    expect(writer.write(new Uint8Array(1))).toBe('refused')
    expect(writer.commit()).toBe('refused')
    writer.abort()
    expect(store.bytes).toBe(0)
  })

  test('gives up no key for a body that is announced as too long', () => {
    const store = memoryStore({ maxBytes: 64 * kibibyte, maxEntryBytes: 40 * kibibyte })
    fill(store, 'abcde')
    const writer = store.put('large', announcing(41 * kibibyte))
    expect(writer.write(new Uint8Array(1000))).toBe('refused')
    expect(keysOf(store, 'abcde')).toBe('abcde')
  })

  test('takes no memory for what is only announced', () => {
    const store = memoryStore()
    const writer = store.put('key', announcing(30 * 1024 * kibibyte))
    writer.write(new Uint8Array(1))
    expect(store.bytes).toBeLessThan(70 * kibibyte)
    expect(writer.commit()).toBe('stored')
    expect(store.bytes).toBeLessThan(2 * kibibyte)
  })

  test('does not keep the buffers that chunks are parts of', async () => {
    const store = memoryStore()
    const slab = new Uint8Array(64 * kibibyte).fill(1)
    const writer = store.put('key', response)
    writer.write(slab.subarray(5, 8))
    slab.fill(2)
    writer.write(slab.subarray(0, 2))
    slab.fill(3)
    writer.commit()
    slab.fill(4)
    const result = store.get('key')
    const body = result.type === 'hit' ? await result.variants[0]?.open() : undefined
    expect(body?.bytes).toEqual(Uint8Array.from([1, 1, 1, 2, 2]))
  })

  test('takes more than was announced, or than the first chunk that could have been all', async () => {
    const store = memoryStore()
    const writer = store.put('key', announcing(3))
    for (const byte of [1, 2]) expect(writer.write(new Uint8Array(3).fill(byte))).toBe('accepted')
    expect(writer.commit()).toBe('stored')
    const result = store.get('key')
    const body = result.type === 'hit' ? await result.variants[0]?.open() : undefined
    expect(body?.bytes).toEqual(Uint8Array.from([1, 1, 1, 2, 2, 2]))
  })

  test('is refused when a reader of other bytes has taken away the buffer that it has begun to fill', async () => {
    const store = memoryStore()
    const writer = store.put('key', response)
    writer.write(new Uint8Array(3))
    fill(store, 'a')
    const other = store.put('other', response)
    other.write(new Uint8Array(3))
    other.commit()
    const result = store.get('other')
    const body = result.type === 'hit' ? await result.variants[0]?.open() : undefined
    const buffer = body?.bytes?.buffer as ArrayBuffer // it has one
    structuredClone(buffer, { transfer: [buffer] })
    expect(writer.write(new Uint8Array(3))).toBe('refused')
    store.delete('a')
    store.delete('other')
    expect(store.bytes).toBe(0)
  })

  test('displaces stored keys as its body grows, and the total never passes the limit', () => {
    const store = memoryStore({ maxBytes: 64 * kibibyte })
    fill(store, 'abcde')
    const writer = store.put('new', response)
    for (let written = 0; written < 30; written += 1) {
      expect(writer.write(new Uint8Array(kibibyte))).toBe('accepted')
      expect(store.bytes).toBeLessThanOrEqual(64 * kibibyte)
    }
    expect(keysOf(store, 'abcde')).not.toContain('a')
    expect(writer.commit()).toBe('stored')
  })

  test('is refused when open writers alone take all there is; the others go on', () => {
    const store = memoryStore({ maxBytes: 64 * kibibyte })
    const writers = Array.from({ length: 10 }, (_, index) => store.put(String(index), response))
    const answers = writers.map((writer) => writer.write(new Uint8Array(10 * kibibyte)))
    expect(answers.filter((answer) => answer === 'accepted')).toHaveLength(5)
    expect(store.bytes).toBeLessThanOrEqual(64 * kibibyte)
    expect(writers.map((writer) => writer.commit()).filter((answer) => answer === 'stored')).toHaveLength(5)
    expect(store.entries).toBe(5)
  })

  test('is refused from the start when not even its head has room', () => {
    const store = memoryStore({ maxBytes: kibibyte })
    const writer = store.put('key', sampleResponse({ fields: ['x', 'x'.repeat(kibibyte)] }))
    expect(writer.write(new Uint8Array(1))).toBe('refused')
    expect(writer.commit()).toBe('refused')
    expect(store.bytes).toBe(0)
  })

  test('takes what is needed where there is no room for more', () => {
    const store = memoryStore({ maxBytes: 64 * kibibyte })
    const writer = store.put('key', response)
    for (let written = 0; written < 60; written += 1)
      expect(writer.write(new Uint8Array(kibibyte))).toBe('accepted')
    expect(writer.commit()).toBe('stored')
  })

  test.each(['abort', 'commit'] as const)('gives back what it had reserved on %s', (end) => {
    const store = memoryStore()
    const writer = store.put('key', response)
    for (let written = 0; written < 3; written += 1) writer.write(new Uint8Array(kibibyte))
    const open = store.bytes
    writer[end]()
    expect(store.bytes).toBeLessThan(open)
    expect(store.delete('key')).toBe(end === 'commit' ? 1 : 0)
    expect(store.bytes).toBe(0)
  })

  test('commits once: a second commit is refused, and nothing is counted twice', () => {
    const store = memoryStore()
    const writer = store.put('key', response)
    expect(writer.commit()).toBe('stored')
    const { bytes } = store
    expect(writer.commit()).toBe('refused')
    expect(store.bytes).toBe(bytes)
  })

  test.each(['write', 'commit'] as const)('throws on %s after the store was closed', (call) => {
    const store = memoryStore()
    const writer = store.put('key', response)
    writer.write(new Uint8Array(1))
    store.close()
    const act = () => (call === 'write' ? writer.write(new Uint8Array(1)) : writer.commit())
    expect(act).toThrow(StoreError)
    expect(store.bytes).toBe(0)
  })

  test.each(['aborted', 'refused', 'found closed'] as const)('frees its memory when it was %s', (end) => {
    const mebibyte = 1024 * kibibyte
    const store = memoryStore({ maxEntryBytes: mebibyte })
    const before = arrayBufferBytes()
    const writers = Array.from({ length: 32 }, (_, index) => store.put(String(index), response))
    for (const writer of writers) writer.write(new Uint8Array(mebibyte))
    expect(arrayBufferBytes() - before).toBeGreaterThan(30 * mebibyte)
    if (end === 'found closed') store.close()
    for (const writer of writers) endWriter[end](writer)
    expect(arrayBufferBytes() - before).toBeLessThan(2 * mebibyte)
    expect(writers).toHaveLength(32)
  })
})

const endWriter = {
  aborted: (writer: SynchronousWriter) => writer.abort(),
  refused: (writer: SynchronousWriter) => writer.write(new Uint8Array(1)),
  'found closed': (writer: SynchronousWriter) => {
    try {
      writer.write(new Uint8Array(0))
    } catch {
      // It throws, as another test shows.
    }
  },
}

/** What buffers really take, in bytes. The second collection waits for what the first has left to the background. */
function arrayBufferBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void // the flag puts it there
  collect()
  collect()
  return process.memoryUsage().arrayBuffers
}
