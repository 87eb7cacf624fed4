import { cacheInterceptor } from '@cachechart/adapters/undici'
import { Agent, type Dispatcher } from 'undici'
import type { Opening } from '../../fixtures/front.ts'
import { httpOrigin } from '../../fixtures/http-origin.ts'
import { readBody } from '../../fixtures/read-body.ts'
import type { StartFront } from './adapter-front.ts'

/** An Agent of undici with the interceptor. */
export const undiciFront: StartFront = async (script, options) => {
  const origin = await httpOrigin(script.listener)
  const interceptor = cacheInterceptor(options)
  const base = new Agent()
  const agent = base.compose(interceptor)
  return {
    cache: interceptor.cache,
    urlOf: (path) => origin.url + path,
    async open(path, { method = 'GET', headers = {}, body, signal } = {}) {
      return toOpening(
        await agent.request({
          origin: origin.url,
          path,
          method,
          headers: { ...headers },
          body: body === undefined || body instanceof Uint8Array ? (body ?? null) : await readBody(body),
          ...(signal === undefined ? {} : { signal }),
        }),
      )
    },
    async close() {
      await base.destroy()
      await origin.close()
    },
  }
}

function toOpening({ statusCode, headers: given, body }: Dispatcher.ResponseData): Opening {
  const headers = new Headers()
  for (const [name, value] of Object.entries(given))
    for (const line of [value ?? []].flat()) headers.append(name, line)
  return { status: statusCode, headers, body }
}
