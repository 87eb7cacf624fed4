import fc from 'fast-check'
import type { ResponseHead } from '../http/message.ts'
import type { Millis } from '../http/units.ts'
import { cacheControlArbitrary } from './cache-control-arbitrary.ts'
import { entityTagArbitrary } from './entity-tag-arbitrary.ts'
import { fieldLineArbitrary, fieldLinesArbitrary } from './field-lines-arbitrary.ts'
import { httpDateArbitrary } from './http-date-arbitrary.ts'
import { varyArbitrary } from './vary-arbitrary.ts'

/** Which responses are made. */
export interface ResponseArbitraryOptions {
  /** Default: 200 in most cases, then the others of RFC 9110 §15.1 and some that mean nothing. */
  readonly statuses?: readonly number[]
  /** The time about which dates lie, in milliseconds since the Unix epoch. Default: the start of `fakeClock()`. */
  readonly now?: Millis
}

const defaultStatuses = [
  ...[200, 200, 200, 200, 200, 200, 203, 204, 206, 226, 300, 301, 302, 303, 304, 307, 308],
  ...[400, 401, 404, 405, 410, 414, 418, 451, 500, 501, 502, 503, 504, 599],
]

const reasons = ['', 'OK', 'Not Modified', 'Ein Gru\u00df']

/**
 * Heads of final responses, with the fields that decide whether and for how long they are reused.
 * @example
 * import fc from 'fast-check'
 * fc.assert(fc.property(responseArbitrary(), ({ status }) => status >= 200))
 */
export function responseArbitrary(options: ResponseArbitraryOptions = {}): fc.Arbitrary<ResponseHead> {
  const { statuses = defaultStatuses, now = 1_700_000_000_000 } = options
  const date = httpDateArbitrary(now)
  return fc.record({
    status: fc.constantFrom(...statuses),
    reason: fc.constantFrom(...reasons),
    fields: fieldLinesArbitrary(
      fieldLineArbitrary('Cache-Control', cacheControlArbitrary('response')),
      fieldLineArbitrary('Date', date),
      fieldLineArbitrary('Expires', date),
      fieldLineArbitrary('Last-Modified', date),
      fieldLineArbitrary('Age', fc.constantFrom('0', '1', '59', '60', '100000', '-1', 'x', '1, 2', '')),
      fieldLineArbitrary('ETag', entityTagArbitrary),
      fieldLineArbitrary('Vary', varyArbitrary),
      fieldLineArbitrary('Set-Cookie', fc.constantFrom('a=1', 'b=2; Path=/')),
      fieldLineArbitrary('Content-Type', fc.constantFrom('text/plain', 'application/json')),
      fc.oneof(
        fieldLineArbitrary('Pragma', fc.constant('no-cache')),
        fieldLineArbitrary('Surrogate-Key', fc.constantFrom('a', 'a b', 'b  c a', '')),
        fieldLineArbitrary('Cache-Tag', fc.constantFrom('a', 'b, c', ',d')),
      ),
      fieldLineArbitrary('Connection', fc.constantFrom('close', 'keep-alive, X-Hop', 'ETag')),
    ),
  })
}
