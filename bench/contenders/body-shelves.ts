import { randomBytes } from 'node:crypto'
import { finished } from 'node:stream/promises'
import { join } from 'node:path'
import type { Body, LookupResult, Store, StoredResponse } from '@cachechart/core'
import { cacheStores } from 'undici'
import { openStore, temporaryFolder } from './lasting-stores.ts'
import { headersOf } from './policy-samples.ts'
import { entryHeads } from './store-entries.ts'

/** Where whole responses are kept by key. A promise is given only by what cannot answer at once. */
export interface BodyShelf {
  /** Finds the response and reads its body to the end. @throws Error where it is not there, or not as long as it was */
  find(key: string): void | Promise<void>
  /** Stores a response, or replaces it; it can be found from then on. */
  put(key: string): void | Promise<void>
  close(): Promise<void>
}

/** What makes a place for responses with a body of so many bytes. */
export type CreateBodyShelf = (length: number) => Promise<BodyShelf>

/** Something that no store makes smaller, and that none tries to. */
const type = 'image/jpeg'

/**
 * Different ones: SQLite does not write again what it has already. No number of keys is a multiple of this one, so that no
 * key is given the body that it has.
 */
const bodies = 7

/** What is stored, one after the other. */
async function responsesWith(length: number): Promise<() => readonly [StoredResponse, Uint8Array]> {
  const responses = await entryHeads(length, type)
  const contents = Array.from({ length: bodies }, (): Uint8Array => randomBytes(length))
  let next = 0
  return () => {
    next += 1
    const [response, body] = [responses[next % responses.length], contents[next % bodies]]
    if (response === undefined || body === undefined) throw new Error('there is nothing to store')
    return [response, body]
  }
}

/** One of the project's stores, by its name. */
export const ownShelf =
  (name: string): CreateBodyShelf =>
  async (length) => {
    const { store, close } = await openStore(name)
    const take = await responsesWith(length)
    return {
      find(key) {
        const found = store.get(key)
        return found instanceof Promise
          ? found.then((result) => readAll(key, result, length))
          : readAll(key, found, length)
      },
      put(key) {
        const [response, body] = take()
        return write(store.put(key, response), body)
      },
      close,
    }
  }

function readAll(key: string, found: LookupResult, length: number): void | Promise<void> {
  if (found.type === 'error') throw found.error
  const opened = found.type === 'hit' ? found.variants[0]?.open() : undefined
  return opened instanceof Promise
    ? opened.then((body) => read(key, body, length))
    : read(key, opened, length)
}

function read(key: string, body: Body | undefined, length: number): void | Promise<void> {
  if (body === undefined) throw new Error(`${key} is not there`)
  return body.bytes === undefined
    ? readChunks(key, body, length)
    : requireLength(key, body.bytes.length, length)
}

async function readChunks(key: string, body: Body, length: number): Promise<void> {
  let seen = 0
  for await (const chunk of body) seen += chunk.length
  requireLength(key, seen, length)
}

function requireLength(key: string, seen: number, length: number): void {
  if (seen !== length) throw new Error(`${key} has ${seen} bytes of ${length}`)
}

function write(writer: ReturnType<Store['put']>, body: Uint8Array): void | Promise<void> {
  const written = writer.write(body)
  if (written instanceof Promise) return written.then(async () => requireStored(await writer.commit()))
  const committed = writer.commit()
  return committed instanceof Promise ? committed.then(requireStored) : requireStored(committed)
}

function requireStored(outcome: 'stored' | 'refused'): void {
  if (outcome !== 'stored') throw new Error(`a response was ${outcome}`)
}

/** undici's store in a file. It compresses what is long: that is switched off, as ours does not. */
export const undiciFileShelf: CreateBodyShelf = async (length) => {
  const folder = temporaryFolder()
  const location = join(folder.path, 'store.sqlite')
  const store = new cacheStores.SqliteCacheStore({ location, compressThreshold: Number.MAX_SAFE_INTEGER })
  const take = await responsesWith(length)
  const now = Date.now()
  const times = { cachedAt: now, staleAt: now + 86_400_000, deleteAt: now + 86_400_000 }
  const toKey = (path: string) => ({ origin: 'http://www.example.com', method: 'GET', path })
  return {
    find(key) {
      // The type has what any store may give; this one answers at once, with all of the body.
      const found = store.get(toKey(key)) as { readonly body?: Uint8Array } | undefined
      requireLength(key, found?.body?.length ?? 0, length)
    },
    put(key) {
      const [{ fields }, body] = take()
      const value = { statusCode: 200, statusMessage: 'OK', headers: headersOf(fields), ...times }
      const writing = store.createWriteStream(toKey(key), value)
      if (writing === undefined) throw new Error(`${key} was not taken`)
      writing.write(body)
      writing.end()
      return finished(writing)
    },
    close() {
      store.close()
      folder.remove()
      return Promise.resolve()
    },
  }
}
