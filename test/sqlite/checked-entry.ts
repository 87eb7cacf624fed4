import { createHash } from 'node:crypto'
import { StoreError, type Store, type StoredEntry, type StoredResponse } from '@cachechart/core'

/** A body that is told from every other by its head. */
export const checkedBody = (length: number, random: () => number): Buffer => {
  const body = Buffer.alloc(length, Math.floor(random() * 256))
  for (let place = 0; place < length; place += 997) body[place] = Math.floor(random() * 256)
  return body
}

const sumOf = (body: Uint8Array): string => createHash('sha1').update(body).digest('hex')

/** Written out here, as the tools for tests take long to load for a process that lives for a moment. */
const plainHead: StoredResponse = {
  ...{ version: 1, status: 200, reason: 'OK', fields: [], vary: [], varied: [], part: null },
  ...{ requestTime: 1_700_000_000_000, responseTime: 1_700_000_000_000, date: 1_700_000_000_000 },
  ...{ initialAge: 0, lifetime: 60, heuristic: false, immutable: false, sharedWithAuthorization: false },
  ...{ mustValidate: false, mustNotBeStale: false, staleWhileRevalidate: null, staleIfError: null },
  ...{ etag: null, lastModified: null, lastModifiedTime: null, surrogateKeys: [], url: null },
  ...{ sharedWith: 'all', sensitive: false },
}

/** A head that says what its body must be. */
export const checkedHead = (body: Uint8Array, changes: Partial<StoredResponse> = {}): StoredResponse => ({
  ...plainHead,
  fields: ['x-sum', sumOf(body), 'content-length', String(body.length)],
  ...changes,
})

/** All of a body; `undefined` where it has been removed before or while it was read. */
const readStored = async (entry: StoredEntry): Promise<Buffer | undefined> => {
  try {
    const body = await entry.open()
    if (body === undefined) return undefined
    const chunks: Uint8Array[] = []
    for await (const chunk of body) chunks.push(chunk)
    return Buffer.concat(chunks)
  } catch (error) {
    // A store may say that it has lost a body. It may not give another, or less.
    if (error instanceof StoreError && error.code === 'ERR_STORE_FAILED') return undefined
    throw error
  }
}

/** The newest variant of a key, which must be stored. */
export const entryOf = async (store: Store, key: string): Promise<StoredEntry> => {
  const result = await store.get(key)
  const [entry] = result.type === 'hit' ? result.variants : []
  if (entry === undefined) throw new Error(`${key} is not stored: ${result.type}`)
  return entry
}

/** Whether an entry is what its head says; `gone` where its body was removed meanwhile. */
export const judgeEntry = async (entry: StoredEntry): Promise<'whole' | 'torn' | 'gone'> => {
  const body = await readStored(entry)
  if (body === undefined) return 'gone'
  const { fields } = entry.response
  return fields[1] === sumOf(body) && fields[3] === String(body.length) ? 'whole' : 'torn'
}

/** Writes a body in pieces of some KB, as a network gives them. */
export const putChecked = async (
  store: Store,
  key: string,
  { body, head = checkedHead(body) }: { readonly body: Uint8Array; readonly head?: StoredResponse },
): Promise<'stored' | 'refused'> => {
  const writer = store.put(key, head)
  for (let start = 0; start < body.length; start += 16_000) {
    if ((await writer.write(body.subarray(start, start + 16_000))) === 'refused') return 'refused'
  }
  return writer.commit()
}
