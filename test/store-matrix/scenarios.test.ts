import { describe, expect, test } from '@jest/globals'
import type { StartFront } from '../adapters/fronts/adapter-front.ts'
import { coreFront } from '../adapters/fronts/core-front.ts'
import { gatewayBeforeOrigin } from '../adapters/fronts/gateway-before-origin.ts'
import { justifiedDifferences } from '../adapters/justified-differences.ts'
import type { Scenario } from '../adapters/scenario.ts'
import { scenarios } from '../adapters/scenarios/scenarios.ts'
import { setUpFront } from '../adapters/stage.ts'
import type { Ask } from '../fixtures/front.ts'
import { VirtualClock } from '../fixtures/virtual-clock.ts'
import { BusyStore, openAtRest } from './busy-store.ts'
import { describeOn } from './describe-on.ts'
import { scenarioDifferences } from './justified-differences.ts'
import { storeKinds, type StoreKind } from './store-kinds.ts'

const fronts = { core: coreFront, gateway: gatewayBeforeOrigin } as const
const frontNames = Object.keys(fronts) as (keyof typeof fronts)[] // the keys of a constant of ours
// Those of memory are played in test/adapters.
const kinds = (Object.keys(storeKinds) as StoreKind[]).filter((kind) => kind !== 'memory') // the same
const rows = scenarios.map((scenario): readonly [string, Scenario] => [scenario.title, scenario])

/** A front whose clients have read a body to its end only when the store is done with it, as memory always is. */
const restingFront =
  (start: StartFront, store: BusyStore): StartFront =>
  async (origin, options) => {
    const front = await start(origin, options)
    const opening = (path: string, ask?: Ask) => front.open(path, ask)
    return {
      cache: front.cache,
      urlOf: (path) => front.urlOf(path),
      open: openAtRest(opening, store),
      close: () => front.close(),
    }
  }

/** What the front does otherwise on any store, or any front on this kind of store. */
const expectedOf = (kind: StoreKind, front: keyof typeof fronts, { title, expected }: Scenario): unknown => {
  const ofKind = scenarioDifferences.find((one) => one.kinds.includes(kind) && one.scenario === title)
  if (ofKind !== undefined) return ofKind.seen
  const ofFront = justifiedDifferences.find((one) => one.adapter === front && one.scenario === title)
  return ofFront === undefined ? expected : ofFront.seen
}

describe.each(kinds)('every scenario', (kind) => {
  describeOn(kind, (place) => {
    describe.each(frontNames)('through the %s', (name) => {
      test.each(rows)('%s', async (_title, scenario) => {
        const clock = new VirtualClock()
        const store = new BusyStore(await place().open(clock))
        const stage = await setUpFront(
          restingFront(fronts[name], store),
          { ...scenario.options, store },
          clock,
        )
        try {
          expect(await scenario.play(stage)).toEqual(expectedOf(kind, name, scenario))
        } finally {
          await stage.strike()
          await store.close()
        }
      })
    })
  })
})
