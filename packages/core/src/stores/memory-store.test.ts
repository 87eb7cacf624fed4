import { describe, expect, test } from '@jest/globals'
import type { StoredResponse } from '../http/stored-response.ts'
import type { StoredEntry } from '../ports/store.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { storeContract } from '../testing/store-contract.ts'
import { memoryStore, type MemoryStore } from './memory-store.ts'
import type { SynchronousWriter } from './memory-writer.ts'

const mebibyte = 1024 * 1024

function putBody(writer: SynchronousWriter, length: number): 'stored' | 'refused' {
  writer.write(new Uint8Array(length))
  return writer.commit()
}

const put = (store: MemoryStore, key: string, length = 5) => putBody(store.put(key, sampleResponse()), length)

function found(store: MemoryStore, key: string): readonly StoredEntry[] {
  const result = store.get(key)
  return result.type === 'hit' ? result.variants : []
}

const keysOf = (store: MemoryStore, keys: string) =>
  keys
    .split('')
    .filter((key) => found(store, key).length > 0)
    .join('')

describe('the memory store keeps the contract of stores:', () => {
  const makeStore = () => memoryStore({ maxEntryBytes: mebibyte })
  test.each(storeContract(makeStore, { maxBodyBytes: mebibyte }))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

describe('the memory store answers', () => {
  test('at once, and what is asked for again with the same result each time', () => {
    const store = memoryStore()
    expect(store.get('key')).toBe(store.get('other'))
    put(store, 'key')
    store.get('key')
    expect(store.get('key')).toBe(store.get('key'))
  })

  test('the same when so many others were asked for that it is not at hand any more', () => {
    const store = memoryStore()
    const names = Array.from({ length: 3000 }, (_, index) => String(index))
    for (const name of names) putBody(store.put(name, sampleResponse({ lifetime: Number(name) })), 1)
    const twice = ['de', 'en'].map((language) =>
      sampleResponse({ vary: ['accept-language'], varied: [language] }),
    )
    for (const head of twice) putBody(store.put('two', head), 1)
    const twoNames = ['0', 'two']
    for (const name of twoNames) store.get(name)
    const held = twoNames.map((name) => found(store, name))
    const before = held.flat().map(({ response }) => response)
    for (const name of names) store.get(name)
    expect(held[0]?.[0]?.response).toBe(before[0])
    const again = names.map((name) => [found(store, name), found(store, name)][1]?.[0]?.response.lifetime)
    expect(again).toEqual(names.map(Number))
    expect(held.flat().map(({ response }) => response)).toEqual(before)
    expect(held[0]?.[0]?.response).not.toBe(before[0])
    expect(['0', 'two'].flatMap((name) => found(store, name).map(({ response }) => response))).toEqual(before)
    expect(found(store, '0')[0]).toBe(held[0]?.[0])
  })

  test('with a head that is made once for those who ask for it again, soon after each other', () => {
    const store = memoryStore()
    for (const language of ['de', 'en'])
      putBody(store.put('two', sampleResponse({ vary: ['accept-language'], varied: [language] })), 1)
    put(store, 'one')
    for (const name of ['one', 'two']) {
      store.get(name)
      const heads = found(store, name).map(({ response }) => response)
      for (const [index, entry] of found(store, name).entries()) expect(entry.response).toBe(heads[index])
    }
  })

  test('that a body is gone when a reader has taken its buffer away', async () => {
    const store = memoryStore()
    put(store, 'key', 10)
    const body = await found(store, 'key')[0]?.open()
    const buffer = body?.bytes?.buffer as ArrayBuffer // it has one
    structuredClone(buffer, { transfer: [buffer] })
    expect(await found(store, 'key')[0]?.open()).toBeUndefined()
  })

  test('with a body that is one piece of exactly its length', async () => {
    const store = memoryStore()
    put(store, 'key', 3)
    put(store, 'empty', 0)
    const body = await found(store, 'key')[0]?.open()
    expect(body?.bytes).toHaveLength(3)
    expect(body?.length).toBe(3)
    const chunks: Uint8Array[] = []
    for await (const chunk of body ?? []) chunks.push(chunk)
    expect(chunks).toEqual([new Uint8Array(3)])
    for await (const chunk of (await found(store, 'empty')[0]?.open()) ?? []) chunks.push(chunk)
    expect(chunks).toHaveLength(1)
  })

  test('with a head that the one who stored it cannot change any more', () => {
    const store = memoryStore()
    const fields = ['a', '1']
    const surrogateKeys = ['b']
    putBody(store.put('key', sampleResponse({ fields, surrogateKeys })), 0)
    fields[1] = surrogateKeys[0] = '2'
    expect(found(store, 'key')[0]?.response).toMatchObject({ fields: ['a', '1'], surrogateKeys: ['b'] })
    store.purge({ type: 'all' }, (head) => ({ ...head, fields, surrogateKeys }))
    fields[1] = surrogateKeys[0] = '3'
    expect(found(store, 'key')[0]?.response).toMatchObject({ fields: ['a', '2'], surrogateKeys: ['2'] })
  })

  test('with a miss for a response of a version that it does not know', () => {
    const store = memoryStore()
    const later = { ...sampleResponse(), version: 2 } as unknown as StoredResponse // from a later release
    expect(putBody(store.put('key', later), 5)).toBe('refused')
    expect(store.get('key').type).toBe('miss')
    put(store, 'key')
    expect(found(store, 'key').map((entry) => store.freshen('key', entry, later))).toEqual(['gone'])
    expect(store.bytes).toBeGreaterThan(0)
  })
})

describe('the memory store evicts', () => {
  /** Of keys that are alike the first takes more: the others share what they have in common with it. */
  const [first, perKey] = (() => {
    const store = memoryStore()
    put(store, 'a', 1000)
    const alone = store.bytes
    put(store, 'b', 1000)
    return [alone, store.bytes - alone]
  })()

  /** Room for so many keys, and for a little more while one is written. */
  const roomFor = (count: number) => Math.floor(first + (count - 0.5) * perKey)

  test('the key that was not used for the longest', () => {
    const store = memoryStore({ maxBytes: roomFor(3) })
    for (const key of 'abc') put(store, key, 1000)
    expect(store.bytes).toBe(first + 2 * perKey)
    store.get('a')
    put(store, 'd', 1000)
    expect(keysOf(store, 'abcd')).toBe('acd')
    expect(store.bytes).toBe(first + 2 * perKey)
    expect(store.entries).toBe(3)
  })

  test('as many keys as a larger one needs', () => {
    const store = memoryStore({ maxBytes: roomFor(4) })
    for (const key of 'abcd') put(store, key, 1000)
    put(store, 'e', perKey + 1000)
    expect(keysOf(store, 'abcde')).toBe('cde')
  })

  test('nothing for an entry that replaces one of its size', () => {
    const store = memoryStore({ maxBytes: roomFor(4) })
    for (const key of 'abc') put(store, key, 1000)
    put(store, 'c', 1000)
    expect(keysOf(store, 'abc')).toBe('abc')
    expect(store.bytes).toBe(first + 2 * perKey)
  })

  test('a key that was freshened later than others that were not', () => {
    const store = memoryStore({ maxBytes: roomFor(3) })
    for (const key of 'abc') put(store, key, 1000)
    for (const entry of found(store, 'b')) store.freshen('b', entry, sampleResponse())
    for (const entry of found(store, 'a')) store.freshen('a', entry, sampleResponse())
    put(store, 'd', 1000)
    expect(keysOf(store, 'abcd')).toBe('abd')
  })

  test('others when a freshened head has grown, and counts it anew', () => {
    const store = memoryStore({ maxBytes: roomFor(3) })
    for (const key of 'abc') put(store, key, 1000)
    const larger = sampleResponse({ fields: ['x', 'x'.repeat(perKey)] })
    for (const entry of found(store, 'a')) expect(store.freshen('a', entry, larger)).toBe('freshened')
    expect(keysOf(store, 'abc')).toBe('ac')
    expect(store.bytes).toBeGreaterThan(2 * perKey)
    for (const entry of found(store, 'a')) store.freshen('a', entry, sampleResponse())
    expect(store.bytes).toBe(2 * perKey)
  })

  test('an entry whose freshened head has outgrown the whole store', () => {
    const store = memoryStore({ maxBytes: roomFor(2) })
    put(store, 'a', 1000)
    const huge = sampleResponse({ fields: ['x', 'x'.repeat(2 * perKey)] })
    for (const entry of found(store, 'a')) expect(store.freshen('a', entry, huge)).toBe('gone')
    expect([store.entries, store.bytes]).toEqual([0, 0])
  })

  test('and a body that was opened before stays readable', async () => {
    const store = memoryStore({ maxBytes: roomFor(2) })
    const writer = store.put('a', sampleResponse())
    writer.write(new TextEncoder().encode('still here'))
    writer.commit()
    const [entry] = found(store, 'a')
    const body = await entry?.open()
    for (const key of 'bcd') put(store, key, 1000)
    expect(found(store, 'a')).toEqual([])
    expect(new TextDecoder().decode(body?.bytes)).toBe('still here')
  })

  test('the oldest variant of a key that has too many', () => {
    const store = memoryStore({ maxVariants: 2 })
    for (const [index, language] of ['b', 'a', 'c'].entries()) {
      const date = language === 'a' ? 0 : index + 10
      putBody(store.put('key', sampleResponse({ vary: ['accept-language'], varied: [language], date })), 5)
    }
    expect(found(store, 'key').map(({ response }) => response.varied[0])).toEqual(['c', 'b'])
    expect(store.entries).toBe(2)
  })
})

describe('the memory store purges', () => {
  const all = { type: 'all' } as const
  const response = (padding: number, varied: string[] = []) =>
    sampleResponse({ fields: ['x', 'x'.repeat(padding)], vary: varied.map(() => 'accept'), varied })

  test('all without giving up the room that open writers have', () => {
    const store = memoryStore({ maxBytes: 10_000, maxEntryBytes: 5000 })
    put(store, 'a', 1000)
    const writer = store.put('b', sampleResponse())
    writer.write(new Uint8Array(3000))
    expect(store.purge(all, 'remove')).toBe(1)
    expect(store.entries).toBe(0)
    expect(store.bytes).toBeGreaterThan(3000)
    expect(writer.commit()).toBe('stored')
    store.delete('b')
    expect(store.bytes).toBe(0)
  })

  test('what is left of all when heads that have grown displace others', () => {
    const store = memoryStore({ maxBytes: 6000 })
    for (const key of 'abc') putBody(store.put(key, response(500)), 0)
    expect(store.purge(all, () => response(3000))).toBeLessThan(3)
    expect([keysOf(store, 'abc').length, store.entries]).toEqual([1, 1])
  })

  test('those before one whose new head cannot be made, and not those after it', () => {
    const store = memoryStore()
    for (const key of 'abc') put(store, key)
    let made = 0
    const change = (head: StoredResponse): StoredResponse => {
      made += 1
      if (made === 2) throw new TypeError('no head can be made')
      return { ...head, lifetime: 0 }
    }
    expect(() => store.purge(all, change)).toThrow('no head can be made')
    expect(['a', 'b', 'c'].map((key) => found(store, key)[0]?.response.lifetime)).toEqual([0, 60, 60])
  })

  test('by changing heads, and leaves the order in which keys were used', () => {
    const store = store3(Math.floor(1.2 * store3().bytes))
    store.get('a')
    expect(store.purge(all, (head) => ({ ...head, lifetime: 0 }))).toBe(3)
    put(store, 'd')
    expect(keysOf(store, 'abcd')).toBe('acd')
  })

  test('and leaves the order of variants that have the same date', () => {
    const store = memoryStore()
    for (const language of ['de', 'en', 'fr']) putBody(store.put('key', response(0, [language])), 0)
    store.purge(all, (head) => ({ ...head, lifetime: 0 }))
    expect(found(store, 'key').map((entry) => entry.response.varied[0])).toEqual(['fr', 'en', 'de'])
  })

  function store3(maxBytes = 1_000_000): MemoryStore {
    const store = memoryStore({ maxBytes })
    for (const key of 'abc') put(store, key)
    return store
  }
})

describe('the memory store counts', () => {
  test('the variants of all keys, and nothing when all are deleted', () => {
    const store = memoryStore()
    for (const language of ['de', 'en']) {
      putBody(store.put('a', sampleResponse({ vary: ['accept-language'], varied: [language] })), 100)
    }
    put(store, 'b', 100)
    expect(store.entries).toBe(3)
    expect(store.delete('a')).toBe(2)
    expect(store.delete('b')).toBe(1)
    expect([store.entries, store.bytes]).toEqual([0, 0])
  })

  test('the uses of an entry', () => {
    const store = memoryStore()
    put(store, 'a')
    expect([1, 2, 3].map(() => found(store, 'a')[0]?.countUse())).toEqual([1, 2, 3])
  })

  test('nothing any more after it was closed', () => {
    const store = memoryStore()
    put(store, 'a', 100)
    const writer = store.put('b', sampleResponse())
    writer.write(new Uint8Array(100))
    store.close()
    writer.abort()
    store.close()
    expect([store.entries, store.bytes]).toEqual([0, 0])
  })
})
