import { memoryStore } from '@cachechart/core'
import { LRUCache } from 'lru-cache'
import { cacheStores } from 'undici'
import { entryBody, entryHeads, keyOf } from './store-entries.ts'

/** Where entries are kept by key: what all stores have in common. */
export interface Shelf {
  /** @throws Error where the key is not found */
  find(key: string): void
  put(key: string): void
  /** How many there are; left out where the store does not say. */
  readonly size?: number
}

/** Makes a place for at most so many entries. */
export type CreateShelf = (capacity: number) => Promise<Shelf>

/** So many tell how much room one takes. */
const sampled = 1_000

/** Ours. It is limited by bytes: so many as these entries take in it by its own count. */
export const memoryStoreShelf: CreateShelf = async (capacity) => {
  const responses = await entryHeads()
  const sample = shelfOver(responses, 1024 ** 3)
  for (let number = 0; number < sampled; number += 1) sample.put(keyOf(number))
  return shelfOver(responses, Math.ceil((capacity * sample.bytes) / sampled))
}

function shelfOver(responses: Awaited<ReturnType<typeof entryHeads>>, maxBytes: number) {
  const store = memoryStore({ maxBytes })
  let next = 0
  return {
    find(key: string) {
      if (store.get(key).type !== 'hit') throw new Error(`${key} is not there`)
    },
    put(key: string) {
      const response = responses[(next = (next + 1) % responses.length)]
      if (response === undefined) throw new Error('there is no head to store')
      const writer = store.put(key, response)
      writer.write(entryBody)
      if (writer.commit() !== 'stored') throw new Error(`${key} was not stored`)
    },
    get size() {
      return store.entries
    },
    get bytes() {
      return store.bytes
    },
  }
}

interface Kept {
  readonly body: Uint8Array
}

/** A bare Map, in which the first goes when it is full: what the machine and V8 take for any place of that size. */
export const mapShelf: CreateShelf = (capacity) => {
  const map = new Map<string, Kept>()
  return Promise.resolve({
    find(key) {
      if (map.get(key)?.body !== entryBody) throw new Error(`${key} is not there`)
    },
    put(key) {
      map.set(key, { body: entryBody })
      if (map.size <= capacity) return
      for (const first of map.keys()) {
        map.delete(first)
        break
      }
    },
    get size() {
      return map.size
    },
  })
}

/** lru-cache alone, on which ours is built, limited by size as ours is. */
export const lruShelf: CreateShelf = (capacity) => {
  const cache = new LRUCache<string, Kept>({ maxSize: capacity })
  return Promise.resolve({
    find(key) {
      if (cache.get(key)?.body !== entryBody) throw new Error(`${key} is not there`)
    },
    put(key) {
      cache.set(key, { body: entryBody }, { size: 1 })
    },
    get size() {
      return cache.size
    },
  })
}

/** undici's own memory store. It gives up half of what it has when it is full, and hands bodies over as streams. */
export const undiciShelf: CreateShelf = (capacity) => {
  const store = new cacheStores.MemoryCacheStore({ maxCount: capacity, maxSize: capacity * 1024 })
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'public, max-age=86400' }
  const now = Date.now()
  const times = { cachedAt: now, staleAt: now + 86_400_000, deleteAt: now + 86_400_000 }
  const body = Buffer.from(entryBody)
  const toKey = (path: string) => ({ origin: 'http://www.example.com', method: 'GET', path })
  return Promise.resolve({
    find(key) {
      if (store.get(toKey(key)) === undefined) throw new Error(`${key} is not there`)
    },
    put(key) {
      const value = { statusCode: 200, statusMessage: 'OK', headers: { ...headers }, ...times }
      const writing = store.createWriteStream(toKey(key), value)
      writing?.write(body)
      writing?.end()
    },
  })
}
