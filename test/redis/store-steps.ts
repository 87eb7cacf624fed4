import type { RedisStore } from '@cachechart/adapters/redis'
import type { Body, Store, StoredResponse, StoreMoment, WriteClaim } from '@cachechart/core'
import { sampleResponse } from '@cachechart/core/testing'

/** What is written, and by what right. */
interface Writing {
  readonly key: string
  readonly body: string | Uint8Array
  readonly response?: StoredResponse
  readonly claim?: WriteClaim
}

/** Writes a response; how that ended. */
export async function put(
  store: Store,
  { key, body, response = sampleResponse(), claim }: Writing,
): Promise<'stored' | 'refused'> {
  const writer = store.put(key, response, claim)
  const answer = await writer.write(typeof body === 'string' ? new TextEncoder().encode(body) : body)
  return answer === 'refused' ? answer : writer.commit()
}

/** All bytes of a body. */
export async function bytesOf(body: Body | undefined): Promise<Buffer> {
  if (body === undefined) throw new Error('the body is gone')
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** The bodies of a key's variants, as text. */
export async function textsOf(store: Store, key: string): Promise<readonly string[]> {
  const found = await store.get(key)
  if (found.type === 'error') throw found.error
  if (found.type === 'miss') return []
  const texts: string[] = []
  for (const entry of found.variants) texts.push((await bytesOf(await entry.open())).toString())
  return texts
}

/** The moment of a lookup that begins now. */
export async function momentOf(store: RedisStore, key = 'a key'): Promise<StoreMoment> {
  const found = await store.get(key)
  if (found.type === 'error' || found.moment === undefined) throw new Error('the store has told no moment')
  return found.moment
}
