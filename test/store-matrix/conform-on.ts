import { createGateway } from '@cachechart/adapters/node'
import nodeFetch from 'node-fetch'
import { itConforms, type Stage } from '../conformance/it-conforms.ts'
import { startSuiteOrigin } from '../conformance/suite-origin.ts'
import { describeOn } from './describe-on.ts'
import { conformanceDifferences } from './justified-differences.ts'
import type { StoreKind } from './store-kinds.ts'

// ADR 0008: the suite wants cookies stored; the default refuses them.
const policy = { setCookie: 'store' } as const

/** The suite through the gateway on a store of a kind. What is expected is what is expected on memory, but for the differences. */
export function conformOn(kind: StoreKind): void {
  const differences = conformanceDifferences.filter(({ kinds }) => kinds.includes(kind))
  const instead = Object.fromEntries(differences.map(({ test, result }) => [test, result]))
  describeOn(kind, (place) => {
    const open = async (): Promise<Stage> => {
      const [origin, store] = await Promise.all([startSuiteOrigin(), place().open()])
      const gateway = createGateway({ origin: origin.url, store, policy })
      const { url } = await gateway.listen({ port: 0 })
      return {
        client: 'proxy',
        fetch: nodeFetch,
        url,
        async close() {
          await gateway.close({ timeout: 500 })
          await store.close()
          await origin.close()
        },
      }
    }
    itConforms('gateway', open, instead)
  })
}
