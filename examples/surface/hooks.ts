/**
 * Code of yours on the way to the origin and back. It runs once for all who wait for the same response, and not at all for
 * what comes from the store. A hook that throws is like an origin that fails: a stale response may stand in.
 *
 * `node --conditions=source examples/surface/hooks.ts`
 */
import { createHmac } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { createCache, fieldValue, memoryStore, type Backend, type Overrides } from '@cachechart/core'
import { fakeClock } from '@cachechart/core/testing'

const backend: Backend = {
  send({ method, url, fields }) {
    const { pathname } = new URL(url)
    console.log(
      `  origin: ${method} ${pathname}, signature ${fieldValue(fields, 'x-signature') ?? 'missing'}`,
    )
    const status = pathname === '/gone' ? 410 : 200
    const answer = ['Server', 'secret/1.2', 'Cache-Control', 'max-age=60']
    return Promise.resolve({ status, reason: '', fields: answer, body: Buffer.from('hello') })
  },
}

const sign = (url: string): string => createHmac('sha256', 'key').update(url).digest('hex').slice(0, 8)

const hooks: Overrides = {
  beforeSend: async (request) => {
    await Promise.resolve() // a token may have to be fetched first
    request.setHeader('X-Signature', sign(request.url))
    if (request.url.endsWith('/article')) request.override({ ttl: 3_600, surrogateKeys: ['articles'] })
  },
  afterSend: (candidate) => {
    candidate.removeHeader('Server')
    candidate.setHeader('X-Checked', 'yes')
    if (candidate.status >= 400) candidate.action = 'doNotStore'
    else if (candidate.ttl < 100) candidate.ttl = 100
  },
  onDirect: (request) => {
    request.setHeader('X-Signature', 'past the cache')
  },
}
// Given here they are for every request; `cache.send` takes them for one.
const cache = createCache({ store: memoryStore(), backend, clock: fakeClock(), overrides: hooks })

const ask = async (method: string, path: string): Promise<void> => {
  console.log(`${method} ${path}`)
  const response = await cache.handle({ method, url: `http://example.com${path}`, fields: [] })
  await text(response.body)
  const { outcome, status, ttl = '-', surrogateKeys, fields } = response
  console.log(`  client: ${status}, ${outcome}, ttl ${ttl}, labels [${surrogateKeys.join()}]`)
  console.log(
    `  server: ${fieldValue(fields, 'server') ?? '-'}, checked: ${fieldValue(fields, 'x-checked') ?? '-'}`,
  )
}

await ask('GET', '/article')
await ask('GET', '/article')
await ask('GET', '/picture')
await ask('GET', '/gone')
await ask('POST', '/form')
