/**
 * What a program may ask of the cache for one request: how long the response is fresh, and may be served after that; under
 * which key and labels it is kept. What is left unsaid is as the origin says; 0 is a number like any other.
 *
 * `node --conditions=source examples/surface/overrides.ts`
 */
import { text } from 'node:stream/consumers'
import { createCache, memoryStore, type Backend, type Overrides } from '@cachechart/core'
import { fakeClock } from '@cachechart/core/testing'

let origin: 'up' | 'down' = 'up'
const backend: Backend = {
  send() {
    if (origin === 'down') return Promise.reject(new Error('the origin is down'))
    const fields = ['Cache-Control', 'max-age=10', 'ETag', '"1"']
    return Promise.resolve({ status: 200, reason: 'OK', fields, body: Buffer.from('hello') })
  },
}
const clock = fakeClock()
const store = memoryStore()
const cache = createCache({ store, backend, clock })

const ask = async (path: string, overrides: Overrides = {}): Promise<void> => {
  const request = { method: 'GET', url: `http://example.com${path}`, fields: [] }
  const { body, ttl, outcome } = await cache.handle(request, overrides)
  await text(body)
  const left = ttl === undefined ? 'is not stored' : `ttl ${ttl} s`
  console.log(`${path.padEnd(12)}${JSON.stringify(overrides).padEnd(30)}${outcome}, ${left}`)
}

await ask('/unset')
await ask('/unset', { pass: true })
await ask('/minute', { ttl: 60 })
await ask('/zero', { ttl: 0 })
await ask('/zero', { strategy: 'fresh' })
await ask('/keys', { surrogateKeys: ['news'] })
await ask('/one?user=1', { cacheKey: 'one' })
await ask('/one?user=2', { cacheKey: 'one' })
await ask('/secret', { sensitive: true })

const found = store.get('http://example.com/secret')
const isSensitive = found.type === 'hit' && found.variants[0]?.response.sensitive
console.log('\nThe store was told that /secret may not leave the memory:', isSensitive)
console.log('With the label news:', await cache.purge({ surrogateKey: 'news' }))

console.log('\nStored now, and asked for after 15 s, when the origin is down:')
await ask('/while', { staleWhileRevalidate: 30 })
await ask('/error', { staleIfError: 30 })
clock.advance(15_000)
origin = 'down'
await ask('/while')
await ask('/error')
