import type { StoredResponse } from '@cachechart/core'
import { loadPolicy } from './core-modules.ts'

/** How many different heads there are. */
const heads = 256

/** What is kept under each key; short, so that a million of them fit anywhere. */
export const entryBody: Uint8Array = new Uint8Array(100).fill(120)

/** A key as the gateway makes them: one flat text of about 60 characters, none of its bytes shared with another. */
export const keyOf = (number: number): string =>
  Buffer.from(
    `http://www.example.com/articles/2026/${String(number).padStart(8, '0')}/story.html`,
    'latin1',
  ).toString('latin1')

/** A list in an order that has nothing to do with the one it had; the same in each run. */
export function shuffled(length: number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, index) => index)
  let state = 1
  for (let index = length - 1; index > 0; index -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const other = state % (index + 1)
    const kept = order[index] ?? 0
    order[index] = order[other] ?? 0
    order[other] = kept
  }
  return order
}

/** Heads to store, which differ in what differs between responses of one origin. */
export async function entryHeads(
  length = entryBody.length,
  type = 'text/html; charset=utf-8',
): Promise<readonly StoredResponse[]> {
  const { createStoredResponse, definePolicy } = await loadPolicy()
  const policy = definePolicy()
  const request = { method: 'GET', url: 'http://www.example.com/', fields: [] }
  const now = Date.now()
  return Array.from({ length: heads }, (_, number) => {
    const date = new Date(now - number * 1000).toUTCString()
    const fields = [
      ...['Date', date, 'Content-Type', type, 'Content-Length', String(length)],
      ...['Cache-Control', 'public, max-age=86400', 'ETag', `"5a1f-${number.toString(16)}"`],
    ]
    const reply = { status: 200, reason: 'OK', fields }
    return createStoredResponse({ request, reply, requestTime: now, responseTime: now }, policy)
  })
}
