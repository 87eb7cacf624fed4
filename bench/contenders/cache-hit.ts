import { createCache, memoryStore, type CacheRequest } from '@cachechart/core'
import { sampleBody, sampleFields, requestFields } from './sample-messages.ts'
import type { CreateWork } from './work.ts'

/** A hit in memory, from the request's head to the response; the argument is the interpreter. */
export const cacheHit: CreateWork = async (interpreter) => {
  const cache = createCache({
    store: memoryStore(),
    interpreter: interpreter === 'xstate' ? 'xstate' : 'table',
    backend: {
      send: () => ({ status: 200, reason: 'OK', fields: sampleFields('max-age=3600'), body: sampleBody }),
    },
  })
  const request: CacheRequest = { method: 'GET', url: 'http://example.com/sample', fields: requestFields }
  await cache.handle(request)
  await cache.drain()
  return {
    run(count) {
      for (let done = 0; done < count; done += 1) {
        if (cache.send(request).poll()?.source !== 'stored') throw new Error('that was no hit')
      }
    },
  }
}
