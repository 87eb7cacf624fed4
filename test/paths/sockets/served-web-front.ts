import type { AddressInfo } from 'node:net'
import { cachedHandler } from '@cachechart/adapters/web'
import { serve } from '@hono/node-server'
import type { StartFront } from '../../adapters/fronts/adapter-front.ts'
import { HttpClient } from '../../adapters/fronts/http-client.ts'

/** A handler of the Fetch standard, on a server of Node by Hono's adapter; the origin is what it wraps. */
export const servedWebFront: StartFront = async (script, options) => {
  const cached = cachedHandler(script.handler, options)
  const server = serve({
    fetch: (request: Request) => cached(request),
    port: 0,
    hostname: '127.0.0.1',
    // The classes of the platform stay what they are for all others.
    overrideGlobalObjects: false,
  })
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo // a server on a port has such an address
  const url = `http://127.0.0.1:${port}`
  const client = new HttpClient(url)
  return {
    cache: cached.cache,
    urlOf: (path) => url + path,
    open: (path, ask) => client.open(path, ask),
    async close() {
      client.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
