import { createCache, type CacheRequest, type Store } from '@cachechart/core'
import { fakeClock, fakeStore } from '@cachechart/core/testing'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { settle } from '../driver/stage.ts'
import { ChangingOrigin, type OriginTraits } from './changing-origin.ts'
import { findFaults } from './find-faults.ts'

const position = fc.nat({ max: 24 })
const range = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(position, fc.nat({ max: 9 })).map(([first, more]) => `${first}-${first + more}`),
  },
  position.map((first) => `${first}-`),
  fc.integer({ min: 1, max: 12 }).map((length) => `-${length}`),
  fc.tuple(fc.nat({ max: 8 }), position).map(([first, gap]) => `${first}-${first + 2},${first + 4 + gap}-`),
)
const tag = fc.constantFrom('"0"', '"1"', 'W/"0"', '"x"')

/** Most requests have none of it. */
const rarely = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })

const request = fc.record({
  type: fc.constant('request' as const),
  method: fc.oneof({ weight: 12, arbitrary: fc.constant('GET') }, fc.constant('HEAD')),
  range: fc.option(range, { nil: undefined, freq: 4 }),
  ifRange: rarely(tag),
  ifNoneMatch: rarely(tag),
  cacheControl: rarely(fc.constantFrom('no-cache', 'max-age=0', 'max-stale', 'no-store')),
})

const step = fc.oneof(
  { weight: 40, arbitrary: request },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 15 }) }),
  },
  fc.record({ type: fc.constant('change' as const), length: fc.integer({ min: 1, max: 30 }) }),
  fc.constant({ type: 'break' as const }),
)

const traits: fc.Arbitrary<OriginTraits> = fc.record({
  tag: fc.constantFrom('strong', 'strong', 'weak', 'none'),
  ranges: fc.constantFrom('served', 'served', 'ignored'),
  length: fc.constantFrom('counted', 'chunked'),
  cacheControl: fc.constantFrom(
    'max-age=10',
    'max-age=10, stale-while-revalidate=5',
    'max-age=5, stale-if-error=9',
  ),
})

const stores = {
  'a store that answers at once': () => fakeStore(),
  'a store that answers late and in pieces': () => fakeStore({ delay: 'microtask', chunkBytes: 3 }),
}

type AskedFor = typeof request extends fc.Arbitrary<infer Asked> ? Asked : never

function requestOf({ method, ...asked }: AskedFor): CacheRequest {
  const fields = [
    ...(asked.range === undefined ? [] : ['Range', `bytes=${asked.range}`]),
    ...(asked.ifRange === undefined ? [] : ['If-Range', asked.ifRange]),
    ...(asked.ifNoneMatch === undefined ? [] : ['If-None-Match', asked.ifNoneMatch]),
    ...(asked.cacheControl === undefined ? [] : ['Cache-Control', asked.cacheControl]),
  ]
  return { method, url: 'http://origin.example/', fields }
}

async function read(body: AsyncIterable<Uint8Array>) {
  const chunks: Uint8Array[] = []
  try {
    for await (const chunk of body) chunks.push(chunk)
    return { body: Buffer.concat(chunks), end: 'whole' } as const
  } catch {
    return { body: Buffer.concat(chunks), end: 'cut' } as const
  }
}

type Step = typeof step extends fc.Arbitrary<infer Taken> ? Taken : never

/** Goes through the steps; what was wrong with each response, and with what is left in the end. */
async function faultsOf(
  given: OriginTraits,
  steps: readonly Step[],
  store: Store,
): Promise<readonly string[]> {
  const clock = fakeClock()
  const origin = new ChangingOrigin(given, clock)
  const cache = createCache({ store, backend: origin, clock, random: () => 0.5 })
  const faults: string[] = []
  let cut = 0
  for (const each of steps) {
    if (each.type === 'wait') clock.advance(each.seconds * 1000)
    else if (each.type === 'change') origin.change(each.length)
    else if (each.type === 'break') origin.next = 'breaks off'
    else {
      const response = await cache.handle(requestOf(each))
      const received = { method: each.method, response, ...(await read(response.body)) }
      faults.push(...findFaults(received, origin.versions))
      if (received.end === 'cut') cut += 1
    }
    await settle()
  }
  await settle()
  if (cut > origin.broken) faults.push(`${cut} bodies cut, of which the origin broke ${origin.broken}`)
  const left = [
    ...cache.inFlight().map(({ state }) => `left in ${state}`),
    ...Array(clock.pending()).fill('a timer'),
  ]
  return [...faults, ...left, ...(cache.tolerated().run > 0 ? ['a transaction that broke'] : [])]
}

describe.each(Object.entries(stores))(
  'a cache with %s, before an origin that changes,',
  (_what, newStore) => {
    test('gives every client bytes of one version, counted and labelled right, or an error', async () => {
      const steps = fc.array(step, { minLength: 10, maxLength: 30 })
      const property = fc.asyncProperty(traits, steps, async (given, taken) => {
        expect(await faultsOf(given, taken, newStore())).toEqual([])
      })
      await fc.assert(property, { numRuns: 500 })
    })
  },
)
