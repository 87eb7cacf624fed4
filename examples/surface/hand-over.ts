/**
 * A server of your own over a cache of your own: what is to be said is said while nothing is known, and the request is handed
 * over with it, to a response of node:http or to a Response of the Fetch standard. The program is done with it then.
 *
 * `node --conditions=source examples/surface/hand-over.ts`
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serverResponse } from '@cachechart/adapters/node'
import { webResponse } from '@cachechart/adapters/web'
import { BackendError, createCache, memoryStore, type Backend, type PendingRequest } from '@cachechart/core'

const backend: Backend = {
  async send({ url }) {
    await Promise.resolve() // far away
    if (url.endsWith('/down')) throw new BackendError('ERR_BACKEND_UNREACHABLE', 'nobody is there')
    return { status: 200, reason: 'OK', fields: ['Cache-Control', 'max-age=60'], body: Buffer.from('hello') }
  },
}
const cache = createCache({ store: memoryStore(), backend })
const send = (path: string): PendingRequest => {
  const pending = cache.send({ method: 'GET', url: `http://example.com${path}`, fields: [] })
  pending.setResponseHeader('X-Served-By', 'front')
  pending.setResponseHeader('Retry-After', '5', 'error')
  return pending
}
const show = async (where: string, response: Response): Promise<void> => {
  const { status, headers } = response
  const [by, retry] = ['x-served-by', 'retry-after'].map((name) => headers.get(name) ?? '-')
  console.log(
    `${where.padEnd(20)} ${status}, served by ${by}, retry after ${retry}: ${(await response.text()).trimEnd()}`,
  )
}

const server = createServer((request, response) => {
  void send(request.url ?? '/').sendTo(serverResponse(response))
})
await once(server.listen(0, '127.0.0.1'), 'listening')
const { port } = server.address() as AddressInfo // it listens on a port
for (const path of ['/page', '/page', '/down'])
  await show(`node:http ${path}`, await fetch(`http://127.0.0.1:${port}${path}`))
for (const path of ['/page', '/down']) await show(`Response ${path}`, await send(path).sendTo(webResponse()))
console.log(`in flight: ${cache.inFlight().length}`)
server.closeAllConnections()
server.close()
