/**
 * Taking things out of the cache: one key, one URL with all its variants, whatever carries a label, or everything. A soft
 * purge leaves it there as stale: it can still be served while a new one is fetched. What the origin was asked for before
 * a purge may be old: those who wait for it get it, and nobody after them.
 *
 * `node --conditions=source examples/surface/purge.ts`
 */
import { text } from 'node:stream/consumers'
import { createCache, memoryStore, type Backend, type PurgeTarget } from '@cachechart/core'

let edition = 1
let gate = Promise.resolve() // the origin's answers come through it
const backend: Backend = {
  async send({ url }) {
    const body = Buffer.from(`edition ${edition}`)
    await gate
    const label = new URL(url).pathname.split('/')[1] ?? ''
    const freshness = 'max-age=60, stale-while-revalidate=600'
    const fields = ['Cache-Control', freshness, 'Vary', 'Accept-Language', 'Surrogate-Key', label]
    return { status: 200, reason: 'OK', fields, body }
  },
}
const cache = createCache({ store: memoryStore(), backend })
const get = async (path: string, language = 'en'): Promise<string> => {
  const fields = ['Accept-Language', language]
  const response = await cache.handle({ method: 'GET', url: `http://example.com${path}`, fields })
  return `${await text(response.body)} (${response.outcome})`
}
const fill = async (): Promise<void> => {
  for (const path of ['/news/1', '/news/2', '/shop/1']) await get(path)
  await get('/news/1', 'de')
}
const show = async (target: PurgeTarget): Promise<void> => {
  await fill()
  const { purged } = await cache.purge(target)
  console.log(
    `${JSON.stringify(target).padEnd(46)} ${purged} purged; then /news/1 is ${await get('/news/1')}`,
  )
}

await show({ key: 'http://example.com/shop/1' })
edition = 2
await show({ url: 'http://example.com/news/1' })
edition = 3
await show({ surrogateKey: 'news' })
edition = 4
await show({ all: true })
edition = 5
await show({ surrogateKey: 'news', soft: true })
await cache.drain()
console.log(`and when it was refreshed: ${await get('/news/1')}`)

await cache.purge({ all: true })
let open = (): void => undefined
gate = new Promise((resolve) => (open = resolve))
const early = get('/news/1')
edition = 6
await cache.purge({ url: 'http://example.com/news/1' })
open()
console.log(`\nasked before the purge: ${await early}\nasked after it: ${await get('/news/1')}`)
