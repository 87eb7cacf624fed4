import { cachedHandler } from '@cachechart/adapters/web'
import type { Ask } from '../../fixtures/front.ts'
import { readBody } from '../../fixtures/read-body.ts'
import type { StartFront } from './adapter-front.ts'

/** A handler of the Fetch standard, called within the process; the origin is what it wraps. */
export const webFront: StartFront = (script, options) => {
  const cached = cachedHandler(script.handler, options)
  const urlOf = (path: string): string => `http://application.example${path}`
  return Promise.resolve({
    cache: cached.cache,
    urlOf,
    async open(path: string, { body, ...ask }: Ask = {}) {
      const content = body === undefined || body instanceof Uint8Array ? body : await readBody(body)
      // The platform's type wants to know that the memory is not shared.
      const init = content === undefined ? ask : { ...ask, body: content as Uint8Array<ArrayBuffer> }
      const response = await cached(new Request(urlOf(path), init))
      return { status: response.status, headers: response.headers, body: response.body ?? noBody() }
    },
    close: () => Promise.resolve(),
  })
}

// eslint-disable-next-line require-await -- a body is read asynchronously, wherever it comes from
async function* noBody(): AsyncGenerator<Uint8Array> {
  yield* []
}
