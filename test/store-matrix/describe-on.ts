import { afterAll, beforeAll, describe } from '@jest/globals'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { storeKinds, type StoreKind, type StorePlace } from './store-kinds.ts'

/** Describes tests that are given a place of one kind; left out where that needs a server that is not there. */
export function describeOn(kind: StoreKind, define: (place: () => StorePlace) => void): void {
  const { needs, openPlace } = storeKinds[kind]
  const withPlace = (): void => {
    let place: StorePlace | undefined
    beforeAll(async () => {
      place = await openPlace()
    })
    afterAll(() => place?.close())
    define(() => {
      if (place === undefined) throw new Error(`${kind}: there is no place`)
      return place
    })
  }
  if (needs === 'redis') {
    describeWithRedis(`on ${kind}`, withPlace)
    return
  }
  describe.each([`on ${kind}`])('%s', () => {
    withPlace()
  })
}
