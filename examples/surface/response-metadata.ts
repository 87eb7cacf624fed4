/**
 * What a response says of itself: what happened to the request, where the response comes from, how old it is and how long it
 * stays fresh, how often it was served, its labels, and the error that it stands in for.
 *
 * `node --conditions=source examples/surface/response-metadata.ts`
 */
import { text } from 'node:stream/consumers'
import { createCache, memoryStore, type Backend, type Overrides } from '@cachechart/core'
import { fakeClock } from '@cachechart/core/testing'

const fields = [
  ...['Cache-Control', 'max-age=60, stale-while-revalidate=30, stale-if-error=600'],
  ...['ETag', '"1"', 'Surrogate-Key', 'news sport'],
]
let mood: 'new' | 'unchanged' | 'down' = 'new'
const backend: Backend = {
  send: () => {
    if (mood === 'down') return Promise.reject(new Error('connection refused'))
    if (mood === 'unchanged') return Promise.resolve({ status: 304, reason: '', fields, body: null })
    return Promise.resolve({ status: 200, reason: 'OK', fields, body: Buffer.from('hello') })
  },
}
const clock = fakeClock()
const cache = createCache({ store: memoryStore(), backend, clock })

const heads = 'outcome        cached  stale  age  ttl  hits  waited  role'
const widths = [...heads.matchAll(/\S+ */g)].map(([head]) => head.length)

async function ask(overrides?: Overrides): Promise<void> {
  const response = await cache.handle({ method: 'GET', url: 'http://example.com/', fields: [] }, overrides)
  await text(response.body)
  const { outcome, cached, stale, age = '-', ttl = '-', hits, waited, role, maskedError } = response
  const cells = [outcome, cached, stale, age, ttl, hits, waited, role]
  console.log(cells.map((cell, column) => String(cell).padEnd(widths[column] ?? 0)).join(''))
  if (maskedError instanceof Error)
    console.log(`  in place of: ${maskedError.message}; its labels: ${response.surrogateKeys.join(', ')}`)
}

console.log(heads)
await Promise.all([ask(), ask()])
clock.advance(20_000)
await ask()
await ask({ pass: true })
clock.advance(50_000)
mood = 'unchanged'
await ask()
clock.advance(100_000)
await ask()
clock.advance(100_000)
mood = 'down'
await ask()
await ask({ strategy: 'fresh' })

const { revalidated, error, ...others } = cache.counters()
console.log(`\nCounted: ${others['hit.fresh']} fresh, ${revalidated} validated, ${error} errors, …`)
