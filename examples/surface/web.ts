/**
 * A cache in front of a `(Request) → Response` function: what Hono, Deno, Bun and workers call a handler. The result is such
 * a function, too.
 *
 * `node --conditions=source examples/surface/web.ts`
 */
import { cachedHandler } from '@cachechart/adapters/web'

let rendered = 0
const page = async (request: Request): Promise<Response> => {
  rendered += 1
  await Promise.resolve() // a database, say
  const { pathname } = new URL(request.url)
  if (request.method === 'POST') return new Response(null, { status: 204 })
  return new Response(`${pathname}, edition ${rendered}`, {
    headers: { 'cache-control': 'max-age=60', etag: `"${rendered}"` },
  })
}

const handler = cachedHandler(page, {
  overrides: {
    afterSend: (candidate) => {
      candidate.setHeader('X-Rendered-By', 'page')
    },
  },
})

const show = async (path: string, init: RequestInit = {}): Promise<void> => {
  const response = await handler(new Request(`http://example.com${path}`, init))
  const how =
    response.headers.get('cache-status')?.includes('; hit') === true ? 'from the cache' : 'from the handler'
  const text = await response.text()
  console.log(`${init.method ?? 'GET'} ${path}: ${response.status}, ${how}${text === '' ? '' : `: ${text}`}`)
}

await show('/')
await show('/')
await show('/', { headers: { 'if-none-match': '"1"' } })
await show('/', { headers: { range: 'bytes=0-0' } })
await show('/', { method: 'HEAD' })
await show('/', { method: 'POST' })
await show('/')
await Promise.all([1, 2, 3].map(() => show('/together')))
console.log(`The handler ran ${rendered} times.`)
