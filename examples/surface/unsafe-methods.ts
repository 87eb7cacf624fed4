/**
 * A request that changes something makes what is stored out of date: the cache forgets its target, and whatever the reply
 * names in Location and Content-Location, as long as it is of the same origin. A request that failed has changed nothing.
 *
 * `node --conditions=source examples/surface/unsafe-methods.ts`
 */
import { text } from 'node:stream/consumers'
import { createCache, memoryStore, type Backend } from '@cachechart/core'

/** What the origin says to a POST, by its target. */
const replies: Readonly<Record<string, readonly [status: number, ...fields: string[]]>> = {
  '/list': [204],
  '/orders': [201, 'Location', '/orders/7'],
  '/profile': [200, 'Content-Location', '/profile/me'],
  '/refused': [403],
  '/elsewhere': [201, 'Location', 'http://other.example/page'],
}
const backend: Backend = {
  send({ method, url }) {
    if (method === 'GET')
      return {
        status: 200,
        reason: 'OK',
        fields: ['Cache-Control', 'max-age=60'],
        body: Buffer.from('hello'),
      }
    const [status, ...fields] = replies[new URL(url).pathname] ?? [404]
    return { status, reason: '', fields, body: null }
  },
}

const outcomeOf = async (method: string, url: string): Promise<string> => {
  const response = await cache.handle({ method, url, fields: [] })
  await text(response.body)
  return response.outcome
}
const cache = createCache({ store: memoryStore(), backend })

async function show(target: string, other?: string): Promise<void> {
  const pages = [`http://example.com${target}`, ...(other === undefined ? [] : [other])]
  for (const page of pages) await outcomeOf('GET', page)
  await outcomeOf('POST', `http://example.com${target}`)
  const [status, ...fields] = replies[target] ?? [404]
  console.log(`POST ${target}: ${status} ${fields.join(': ')}`.trimEnd())
  for (const page of pages) {
    const isKept = (await outcomeOf('GET', page)) === 'hit.fresh'
    console.log(`  ${page} is ${isKept ? 'kept' : 'forgotten'}`)
  }
}

await show('/list')
await show('/orders', 'http://example.com/orders/7')
await show('/profile', 'http://example.com/profile/me')
await show('/refused')
await show('/elsewhere', 'http://other.example/page')
