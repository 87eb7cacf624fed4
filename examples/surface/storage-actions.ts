/**
 * What becomes of a reply in the cache. Policy suggests one of four actions, a hook may choose another: `insert` it, `update`
 * what is stored (by a 304), `doNotStore` this one, or `recordUncacheable`: then its key is known for what it gives, and
 * requests for it need not wait for each other. (Here they go past the cache, as the cache is told to let them.)
 *
 * `node --conditions=source examples/surface/storage-actions.ts`
 */
import { text } from 'node:stream/consumers'
import { createCache, hasField, memoryStore, type Backend, type StorageAction } from '@cachechart/core'
import { fakeClock } from '@cachechart/core/testing'

const fieldsOf = new Map([
  ['/plain', ['Cache-Control', 'max-age=60', 'ETag', '"1"']],
  ['/no-store', ['Cache-Control', 'no-store']],
  ['/cookie', ['Cache-Control', 'max-age=60', 'Set-Cookie', 'id=1']],
])
const backend: Backend = {
  send({ url, fields: asked }) {
    const fields = fieldsOf.get(new URL(url).pathname) ?? []
    if (hasField(asked, 'if-none-match')) return { status: 304, reason: '', fields, body: null }
    return { status: 200, reason: 'OK', fields, body: Buffer.from('hello') }
  },
}
const print = (...cells: string[]): void => {
  const line = cells.map((cell) => cell.padEnd(19)).join('')
  console.log(line.trimEnd())
}

/** One cache for each case: none learns from another. */
async function show(path: string, chosen?: StorageAction, age = 0): Promise<void> {
  const clock = fakeClock()
  const cache = createCache({ store: memoryStore(), backend, clock, collapse: { uncacheable: 'pass' } })
  const request = { method: 'GET', url: `http://example.com${path}`, fields: [] }
  if (age > 0) await text((await cache.handle(request)).body)
  clock.advance(age * 1_000)
  let suggested = ''
  const response = await cache.handle(request, {
    afterSend(candidate) {
      suggested = candidate.action
      if (chosen !== undefined) candidate.action = chosen
      if (chosen === 'insert') candidate.ttl = 60
    },
  })
  await text(response.body)
  const next = await cache.handle(request)
  await text(next.body)
  print(path, suggested, chosen ?? '-', response.outcome, next.outcome)
}

print('reply', 'suggested', 'chosen', 'this request', 'the next')
for (const action of [undefined, 'doNotStore', 'recordUncacheable'] as const) await show('/plain', action)
for (const path of ['/no-store', '/cookie'])
  for (const action of [undefined, 'insert'] as const) await show(path, action)
print('\nStored, 90 s old, and the origin says 304:')
for (const action of [undefined, 'doNotStore'] as const) await show('/plain', action, 90)
