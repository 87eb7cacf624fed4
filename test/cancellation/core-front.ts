import { createCache, type CacheOptions, type CacheResponse } from '@cachechart/core'
import type { Front, Opening } from '../fixtures/front.ts'

/** The cache itself, before one origin: a client that leaves calls `cancel()` on its pending request. */
export function coreFront(origin: string, options: CacheOptions): Front {
  const cache = createCache(options)
  return {
    cache,
    async open(path, { method = 'GET', headers = {}, signal } = {}) {
      const pending = cache.send({ method, url: origin + path, fields: Object.entries(headers).flat() })
      const leave = () => {
        pending.cancel()
      }
      if (signal?.aborted === true) leave()
      signal?.addEventListener('abort', leave)
      return toOpening(await pending.wait())
    },
    close: () => Promise.resolve(),
  }
}

function toOpening({ status, fields, body }: CacheResponse): Opening {
  const headers = new Headers()
  for (let index = 0; index < fields.length; index += 2)
    headers.append(fields[index] ?? '', fields[index + 1] ?? '')
  return { status, headers, body }
}
