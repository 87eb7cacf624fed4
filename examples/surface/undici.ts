/**
 * A cache below everything that uses undici: `request`, `stream`, and `fetch` with a dispatcher. The program stays as it is;
 * its dispatcher is composed with the interceptor.
 *
 * `node --conditions=source examples/surface/undici.ts`
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cacheInterceptor } from '@cachechart/adapters/undici'
import { Agent, fetch, request } from 'undici'

let asked = 0
const origin = createServer((_request, response) => {
  asked += 1
  response.setHeader('Cache-Control', 'max-age=60')
  response.end(`edition ${asked}`)
})
await once(origin.listen(0, '127.0.0.1'), 'listening')
const { port } = origin.address() as AddressInfo // it listens on a port
const url = `http://127.0.0.1:${port}`

const interceptor = cacheInterceptor({
  // For each request by itself: what is said here counts more than what the origin says.
  overrides: ({ url: target }) =>
    target.endsWith('/news') ? { surrogateKeys: ['news'], ttl: 600 } : undefined,
  onSend: (pending) => {
    pending.setResponseHeader('X-From', 'this program')
  },
})
const agent = new Agent()
const dispatcher = agent.compose(interceptor)

const show = async (path: string): Promise<void> => {
  const { headers, body } = await request(`${url}${path}`, { dispatcher })
  const how = String(headers['cache-status']).includes('; hit') ? 'from the cache' : 'from the origin'
  console.log(`request ${path}: ${await body.text()}, ${how}, x-from: ${String(headers['x-from'])}`)
}

await show('/news')
await show('/news')
const fetched = await fetch(`${url}/news`, { dispatcher })
console.log(`fetch /news: ${await fetched.text()}`)
console.log('labelled news:', await interceptor.cache.purge({ surrogateKey: 'news' }))
await show('/news')

const { 'hit.fresh': hits, 'miss.leader': misses } = interceptor.cache.counters()
console.log(`${hits} hits, ${misses} misses; the origin was asked ${asked} times`)
await interceptor.cache.drain()
await agent.close()
origin.close()
