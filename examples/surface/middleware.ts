/**
 * A cache between a server of node:http and its application: what that writes is kept while it goes out. The same function
 * is a middleware of Express, or of Fastify with its middleware plugin: `app.use(middleware)`.
 *
 * `node --conditions=source examples/surface/middleware.ts`
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cacheMiddleware } from '@cachechart/adapters/node'

let written = 0
/** It knows nothing of a cache, but for what it says in Cache-Control. */
const application = ({ url }: IncomingMessage, response: ServerResponse): void => {
  written += 1
  if (url === '/basket') response.setHeader('Cache-Control', 'no-store')
  else response.setHeader('Cache-Control', 'max-age=60')
  response.write(`${url}, `)
  response.end(`written as number ${written}`)
}

const middleware = cacheMiddleware({
  overrides: ({ url }) => (url.endsWith('/page') ? { surrogateKeys: ['pages'] } : undefined),
  onSend: (pending) => {
    pending.setResponseHeader('X-Served-By', 'cachechart')
  },
})
const server = createServer((request, response) => {
  middleware(request, response, () => {
    application(request, response)
  })
})
await once(server.listen(0, '127.0.0.1'), 'listening')
const { port } = server.address() as AddressInfo // it listens on a port

const show = async (path: string): Promise<void> => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`)
  const how = response.headers.get('cache-status')?.includes('; hit') === true ? 'cache' : 'application'
  console.log(`${how.padEnd(12)} ${await response.text()}; served by ${response.headers.get('x-served-by')}`)
}

await show('/page')
await show('/page')
await show('/basket')
await show('/basket')
console.log('labelled pages:', await middleware.cache.purge({ surrogateKey: 'pages' }))
await show('/page')
await middleware.cache.drain()
server.closeAllConnections()
server.close()
