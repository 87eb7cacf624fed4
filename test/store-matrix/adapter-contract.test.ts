import { adapterContract, type AdapterFront, type StartAdapter } from '@cachechart/adapters/testing'
import { cachedFetch } from '@cachechart/adapters/fetch'
import { describe, expect, test } from '@jest/globals'
import { BusyStore, openAtRest } from './busy-store.ts'
import { describeOn } from './describe-on.ts'
import { storeKinds, type StoreKind, type StorePlace } from './store-kinds.ts'

// On memory it is kept in test/adapters. The keys are those of a constant of ours.
const kinds = (Object.keys(storeKinds) as StoreKind[]).filter((kind) => kind !== 'memory')

const fetchAdapter: StartAdapter = ({ url }, options): AdapterFront => {
  const fetch = cachedFetch(options)
  const urlOf = (path: string): string => url + path
  return { cache: fetch.cache, urlOf, open: (path, ask) => fetch(urlOf(path), ask), close: () => undefined }
}

/** The adapter on a store of the kind, which ages by the clock of the case and is closed after it. */
const on =
  (place: () => StorePlace, start: StartAdapter): StartAdapter =>
  async (origin, options) => {
    const store = new BusyStore(await place().open(options.clock))
    const front = await start(origin, { ...options, store })
    const opening = (path: string, ask?: Parameters<AdapterFront['open']>[1]) => front.open(path, ask)
    return {
      cache: front.cache,
      urlOf: (path) => front.urlOf(path),
      open: openAtRest(opening, store),
      async close() {
        await front.close()
        await store.close()
      },
    }
  }

const conditional = 'a client that has the stored response is told so by a 304'
const ownConditions = { [conditional]: 'Fetch §4.5, step 15: such a caller has a cache of its own.' }

/** The gateway plays the same, and more, in scenarios.test.ts. */
describe.each(kinds)('the contract of adapters', (kind) => {
  describeOn(kind, (place) => {
    test.each(adapterContract(on(place, fetchAdapter), { except: ownConditions }))(
      '$name',
      async ({ run }) => {
        await expect(run()).resolves.toBeUndefined()
      },
    )
  })
})
