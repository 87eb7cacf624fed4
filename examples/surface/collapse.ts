/**
 * Requests for the same response share one fetch: the first one leads, the others follow and are given what comes while it
 * comes. A request may go by itself, too.
 *
 * `node --conditions=source examples/surface/collapse.ts`
 */
import { text } from 'node:stream/consumers'
import { createCache, memoryStore, type Backend, type Overrides } from '@cachechart/core'

let asked = 0
const backend: Backend = {
  send() {
    asked += 1
    const body = Buffer.from(`edition ${asked}`)
    return Promise.resolve({ status: 200, reason: 'OK', fields: ['Cache-Control', 'max-age=60'], body })
  },
}

async function together(overrides: Overrides): Promise<void> {
  asked = 0
  const cache = createCache({ store: memoryStore(), backend })
  const request = { method: 'GET', url: 'http://example.com/', fields: [] }
  console.log(`Three at once, with ${JSON.stringify(overrides)}:`)
  const responses = await Promise.all([1, 2, 3].map(() => cache.handle(request, overrides)))
  for (const { body, outcome, role, waited } of responses)
    console.log(`  ${await text(body)}: ${outcome}, ${role}, ${waited ? 'has waited' : 'has not waited'}`)
  console.log(`  asked the origin ${asked === 1 ? 'once' : `${asked} times`}`)
}

await together({})
await together({ collapse: false })
