import fc from 'fast-check'
import type { RequestHead } from '../http/message.ts'
import type { Millis } from '../http/units.ts'
import { cacheControlArbitrary } from './cache-control-arbitrary.ts'
import { entityTagArbitrary } from './entity-tag-arbitrary.ts'
import { fieldLineArbitrary, fieldLinesArbitrary } from './field-lines-arbitrary.ts'
import { httpDateArbitrary } from './http-date-arbitrary.ts'

/** Which requests are made. */
export interface RequestArbitraryOptions {
  /** Default: GET in most cases, then HEAD and the methods that a cache does not answer. */
  readonly methods?: readonly string[]
  /** Absolute, without fragment. Default: four, so that requests often meet. */
  readonly urls?: readonly string[]
  /** The time about which dates lie, in milliseconds since the Unix epoch. Default: the start of `fakeClock()`. */
  readonly now?: Millis
}

const defaultMethods = [
  'GET',
  'GET',
  'GET',
  'GET',
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'get',
  'BREW',
]
const defaultUrls = ['/', '/a', '/a?b=1', '/%C3%A9'].map((path) => `https://example.com${path}`)

/**
 * Heads of requests, with the fields that mean something to a cache.
 * @example
 * import fc from 'fast-check'
 * fc.assert(fc.property(requestArbitrary({ methods: ['GET'] }), ({ method }) => method === 'GET'))
 */
export function requestArbitrary(options: RequestArbitraryOptions = {}): fc.Arbitrary<RequestHead> {
  const { methods = defaultMethods, urls = defaultUrls, now = 1_700_000_000_000 } = options
  return fc.record({
    method: fc.constantFrom(...methods),
    url: fc.constantFrom(...urls),
    fields: fieldLinesArbitrary(
      fieldLineArbitrary('Cache-Control', cacheControlArbitrary('request')),
      fieldLineArbitrary('Pragma', fc.constantFrom('no-cache', 'x')),
      fieldLineArbitrary('Accept-Encoding', fc.constantFrom('gzip', 'gzip, br', 'br,gzip', '')),
      fieldLineArbitrary('Accept-Language', fc.constantFrom('de', 'en', 'de, en;q=0.5')),
      fieldLineArbitrary('Authorization', fc.constantFrom('Basic YTpi', 'Bearer t')),
      fieldLineArbitrary('If-None-Match', fc.oneof(entityTagArbitrary, fc.constantFrom('*', '"1", W/"2"'))),
      fieldLineArbitrary('If-Modified-Since', httpDateArbitrary(now)),
      fieldLineArbitrary('If-Match', entityTagArbitrary),
      fieldLineArbitrary('Range', fc.constantFrom('bytes=0-1', 'bytes=-1', 'bytes=5-2', 'lines=1-2')),
      fieldLineArbitrary('Cookie', fc.constantFrom('a=1', 'b=2')),
    ),
  })
}
