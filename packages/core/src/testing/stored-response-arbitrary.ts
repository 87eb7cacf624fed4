import fc from 'fast-check'
import type { StoredResponse } from '../http/stored-response.ts'
import { entityTagArbitrary } from './entity-tag-arbitrary.ts'
import { fieldLinesArbitrary } from './field-lines-arbitrary.ts'
import { sampleResponse } from './sample-response.ts'

/** From a small set, so that variants often meet. */
const selection = fc.constantFrom<Pick<StoredResponse, 'vary' | 'varied'>>(
  { vary: [], varied: [] },
  { vary: ['accept-language'], varied: ['de'] },
  { vary: ['accept-language'], varied: ['en'] },
  { vary: ['accept-language'], varied: [null] },
  { vary: ['accept', 'accept-language'], varied: ['text/html', 'de'] },
)

const seconds = fc.option(fc.integer({ min: 0, max: 3600 }))

/**
 * Heads as a cache gives them to its store: few selections, dates and labels, so that they meet, and whatever fields.
 * @example
 * import fc from 'fast-check'
 * fc.assert(fc.property(storedResponseArbitrary, ({ vary, varied }) => vary.length === varied.length))
 */
export const storedResponseArbitrary: fc.Arbitrary<StoredResponse> = fc
  .record({
    selection,
    status: fc.constantFrom(200, 200, 200, 203, 301, 404),
    fields: fieldLinesArbitrary(),
    date: fc.integer({ min: 0, max: 3 }).map((second) => 1_700_000_000_000 + second * 1000),
    lifetime: fc.integer({ min: 0, max: 3600 }),
    staleWhileRevalidate: seconds,
    staleIfError: seconds,
    etag: fc.option(entityTagArbitrary),
    surrogateKeys: fc.uniqueArray(fc.constantFrom('a', 'b', '__proto__')),
    url: fc.constantFrom(null, 'https://example.com/a', 'https://example.com/b'),
  })
  .map(({ selection: selected, ...changes }) => toldBriefly(sampleResponse({ ...changes, ...selected })))

const ordinary: StoredResponse = sampleResponse()

/** In a counterexample it is told by what is not as in `sampleResponse()`. */
function toldBriefly(response: StoredResponse): StoredResponse {
  const changes = Object.entries(response).filter(
    ([member, value]) => JSON.stringify(value) !== JSON.stringify(ordinary[member as keyof StoredResponse]), // its own
  )
  const value = () => `sampleResponse(${JSON.stringify(Object.fromEntries(changes))})`
  // Not enumerable: it is no part of the head.
  return Object.defineProperty(response, fc.toStringMethod, { value })
}
