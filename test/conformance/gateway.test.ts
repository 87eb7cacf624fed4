import { createGateway } from '@cachechart/adapters/node'
import { memoryStore } from '@cachechart/core'
import nodeFetch from 'node-fetch'
import { itConforms } from './it-conforms.ts'
import { startSuiteOrigin } from './suite-origin.ts'

// ADR 0008: the suite wants cookies stored; the default refuses them.
const policy = { setCookie: 'store' } as const

itConforms('gateway', async () => {
  const origin = await startSuiteOrigin()
  const gateway = createGateway({ origin: origin.url, store: memoryStore(), policy })
  const { url } = await gateway.listen({ port: 0 })
  return {
    client: 'proxy',
    fetch: nodeFetch,
    url,
    async close() {
      await gateway.close({ timeout: 500 })
      await origin.close()
    },
  }
})
