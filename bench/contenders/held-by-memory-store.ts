import { createCache, memoryStore } from '@cachechart/core'
import { bytesOf, heldCount, heldEntry, heldRequestFields } from './held-entries.ts'
import type { CreateHolding } from './holding.ts'

/** memoryStore, filled through a cache, as the gateway fills it. */
export const heldByMemoryStore: CreateHolding = () => {
  const store = memoryStore({ maxBytes: 8 * heldCount * 1024 })
  let number = 0
  let given = 0
  const cache = createCache({
    store,
    backend: {
      send() {
        const entry = heldEntry(number)
        given += bytesOf(entry)
        return { status: 200, reason: 'OK', fields: entry.fields, body: entry.body }
      },
    },
  })
  return {
    async fill() {
      for (; number < heldCount; number += 1) {
        const { url } = heldEntry(number)
        const response = await cache.handle({ method: 'GET', url, fields: heldRequestFields() })
        for await (const chunk of response.body) if (chunk.length === 0) throw new Error('an empty chunk')
      }
      await cache.drain()
      if (store.entries !== heldCount) throw new Error(`it holds ${store.entries} entries`)
      return { count: heldCount, given }
    },
  }
}
