import { fetchFront } from '../../fixtures/fetch-front.ts'
import { httpOrigin } from '../../fixtures/http-origin.ts'
import type { StartFront } from './adapter-front.ts'

/** `cachedFetch` over the fetch of the platform. */
export const fetchBeforeOrigin: StartFront = async (script, options) => {
  const origin = await httpOrigin(script.listener)
  const front = fetchFront(origin.url, options)
  return {
    cache: front.cache,
    urlOf: (path) => origin.url + path,
    open: (path, ask) => front.open(path, ask),
    close: () => origin.close(),
  }
}
