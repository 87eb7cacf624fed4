import { createGateway } from '@cachechart/adapters/node'
import { httpOrigin } from '../../fixtures/http-origin.ts'
import type { StartFront } from './adapter-front.ts'
import { HttpClient } from './http-client.ts'

/** The gateway, before an origin on a port of its own. */
export const gatewayBeforeOrigin: StartFront = async (script, options) => {
  const origin = await httpOrigin(script.listener)
  const gateway = createGateway({ ...options, origin: origin.url })
  const { url } = await gateway.listen({ port: 0 })
  const client = new HttpClient(url)
  return {
    cache: gateway.cache,
    urlOf: (path) => url + path,
    open: (path, ask) => client.open(path, ask),
    async close() {
      client.close()
      await gateway.close({ timeout: 500 })
      await origin.close()
    },
  }
}
