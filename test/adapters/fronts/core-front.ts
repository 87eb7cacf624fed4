import { createCache, type CacheResponse } from '@cachechart/core'
import { undiciBackend } from '@cachechart/adapters/node'
import type { Opening } from '../../fixtures/front.ts'
import { httpOrigin } from '../../fixtures/http-origin.ts'
import type { StartFront } from './adapter-front.ts'

/** The cache itself: a client that leaves calls `cancel()` on its pending request. */
export const coreFront: StartFront = async (script, options) => {
  const origin = await httpOrigin(script.listener)
  const backend = undiciBackend()
  const cache = createCache({ ...options, backend })
  const urlOf = (path: string): string => origin.url + path
  return {
    cache,
    urlOf,
    async open(path, { method = 'GET', headers = {}, body = null, signal } = {}) {
      const fields = Object.entries(headers).flat()
      const pending = cache.send({ method, url: urlOf(path), fields, body })
      signal?.addEventListener('abort', () => {
        pending.cancel()
      })
      return toOpening(await pending.wait())
    },
    async close() {
      await backend.close()
      await origin.close()
    },
  }
}

function toOpening({ status, fields, body }: CacheResponse): Opening {
  const headers = new Headers()
  for (let index = 0; index < fields.length; index += 2)
    headers.append(fields[index] ?? '', fields[index + 1] ?? '')
  return { status, headers, body }
}
