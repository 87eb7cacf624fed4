import { cacheMiddleware } from '@cachechart/adapters/node'
import { httpOrigin } from '../../fixtures/http-origin.ts'
import type { StartFront } from './adapter-front.ts'
import { HttpClient } from './http-client.ts'

/** The middleware in a server of `node:http`; the origin is the application behind it. */
export const middlewareFront: StartFront = async (script, options) => {
  const middleware = cacheMiddleware(options)
  const server = await httpOrigin((request, response) => {
    middleware(request, response, () => {
      script.listener(request, response)
    })
  })
  const client = new HttpClient(server.url)
  return {
    cache: middleware.cache,
    urlOf: (path) => server.url + path,
    open: (path, ask) => client.open(path, ask),
    async close() {
      client.close()
      await server.close()
    },
  }
}
