import type { Store, StoredResponse } from '@cachechart/core'
import { sampleResponse } from '@cachechart/core/testing'

/** A response that is fresh from now on. */
export function freshResponse(changes: Partial<StoredResponse> = {}): StoredResponse {
  const now = Date.now()
  const times = { requestTime: now, responseTime: now, date: now, initialAge: 0, lifetime: 600 }
  return sampleResponse({ ...times, ...changes })
}

/** Stores a text, by whatever store. */
export async function storeText(
  store: Store,
  key: string,
  text: string,
  response = freshResponse(),
): Promise<void> {
  const writer = store.put(key, response)
  await writer.write(new TextEncoder().encode(text))
  const outcome = await writer.commit()
  if (outcome !== 'stored') throw new Error(`the text was not stored: ${outcome}`)
}

/** The text that is found, `undefined` where there is none, whether it is stale, and whether it was answered at once. */
export async function findText(
  store: Store,
  key: string,
): Promise<{ readonly text: string | undefined; readonly from: 'near' | 'far' }> {
  const asked = store.get(key)
  const from = asked instanceof Promise ? 'far' : 'near'
  const found = await asked
  if (found.type === 'error') throw found.error
  if (found.type === 'miss') return { text: undefined, from }
  const body = await found.variants[0]?.open()
  if (body === undefined) return { text: undefined, from }
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  const stale = found.variants[0]?.response.lifetime === 0 ? ', stale' : ''
  return { text: `${Buffer.concat(chunks).toString()}${stale}`, from }
}

/** Looks until it is near, as what was asked for is. */
export async function warm(store: Store, key: string): Promise<string | undefined> {
  for (;;) {
    const { text, from } = await findText(store, key)
    if (from === 'near' || text === undefined) return text
    // What was just written is told of once more, by the server.
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

/** Looks again and again until the text is this, or there is none; for how long that took, in milliseconds. */
export async function untilText(store: Store, key: string, expected: string | undefined): Promise<number> {
  const begun = performance.now()
  for (;;) {
    if ((await findText(store, key)).text === expected) return performance.now() - begun
    await new Promise((resolve) => setImmediate(resolve))
  }
}
