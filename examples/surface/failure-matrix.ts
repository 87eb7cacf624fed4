/**
 * The four ways of using the cache, and what becomes of a request when the store, the origin or both are down: for a
 * response that is stored and fresh, and for one that is stale and may stand in for an error.
 *
 * `node --conditions=source examples/surface/failure-matrix.ts`
 */
import { text } from 'node:stream/consumers'
import { createCache, type Backend, type Strategy } from '@cachechart/core'
import { fakeClock, fakeStore } from '@cachechart/core/testing'

const strategies: readonly Strategy[] = ['fresh', 'refresh', 'invalidate', 'bypass']
const cases: readonly (readonly ('store' | 'origin')[])[] = [[], ['store'], ['origin'], ['store', 'origin']]
const fields = ['Cache-Control', 'max-age=60, stale-if-error=600']

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)

/** One cell of the table: a response is stored and grows old, something goes down, and then comes the request. */
async function cell(strategy: Strategy, down: (typeof cases)[number], age: number): Promise<string> {
  let origin: 'up' | 'down' = 'up'
  const backend: Backend = {
    send: () =>
      origin === 'down'
        ? Promise.reject(new Error('the origin is down'))
        : { status: 200, reason: 'OK', fields, body: Buffer.from('hello') },
  }
  const store = fakeStore() // one that fails when it is told to
  const clock = fakeClock()
  const cache = createCache({ store, backend, clock })
  const request = { method: 'GET', url: 'http://example.com/', fields: [] }
  await text((await cache.handle(request)).body)
  clock.advance(age * 1_000)
  if (down.includes('origin')) origin = 'down'
  if (down.includes('store')) for (const call of ['get', 'put', 'delete'] as const) store.failNext(call)
  try {
    const { outcome, status, body } = await cache.handle(request, { strategy })
    await text(body)
    return `${status} ${outcome}`
  } catch (error) {
    return codeOf(error)
  }
}

const print = ([first = '', ...others]: readonly string[]): void => {
  console.log([first.padEnd(12), ...others.map((each) => each.padEnd(20))].join('').trimEnd())
}
async function table(age: number): Promise<void> {
  print(['strategy', 'nothing is down', 'store down', 'origin down', 'both down'])
  for (const strategy of strategies)
    print([strategy, ...(await Promise.all(cases.map((down) => cell(strategy, down, age))))])
}

console.log('What is stored is fresh:\n')
await table(10)
console.log('\nWhat is stored is stale:\n')
await table(90)
