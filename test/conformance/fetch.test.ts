import { cachedFetch } from '@cachechart/adapters/fetch'
import { itConforms } from './it-conforms.ts'
import { startSuiteOrigin } from './suite-origin.ts'

itConforms('fetch', async () => {
  const origin = await startSuiteOrigin()
  const fetch = cachedFetch()
  return {
    client: 'fetch',
    fetch,
    url: origin.url,
    async close() {
      await fetch.cache.drain({ timeout: 2_000 })
      await origin.close()
    },
  }
})
