import fc from 'fast-check'
import type { Seconds } from '../http/units.ts'

/** How long a response may be used, as its Cache-Control says. */
export interface Freshness {
  /** The value of Cache-Control. */
  readonly cacheControl: string
  /** `max-age`. */
  readonly lifetime: Seconds
  /** The windows after it (RFC 5861); `null` where there is none. */
  readonly staleWhileRevalidate: Seconds | null
  readonly staleIfError: Seconds | null
  /** Whether `must-revalidate` closes both. */
  readonly mustRevalidate: boolean
}

const window = fc.option(fc.integer({ min: 0, max: 120 }))

/**
 * Well-formed lifetimes and stale windows with the numbers that they were made of, for properties that know what is to
 * come: fresh until `lifetime`, in the windows after it, or not used any more.
 * @example
 * import fc from 'fast-check'
 * fc.assert(
 *   fc.property(freshnessArbitrary, ({ cacheControl, lifetime }) => cacheControl.includes(`max-age=${lifetime}`)),
 * )
 */
export const freshnessArbitrary: fc.Arbitrary<Freshness> = fc
  .record({
    lifetime: fc.integer({ min: 0, max: 120 }),
    staleWhileRevalidate: window,
    staleIfError: window,
    mustRevalidate: fc.oneof(
      { weight: 4, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
  })
  .map((freshness) => ({ ...freshness, cacheControl: toCacheControl(freshness) }))

function toCacheControl(freshness: Omit<Freshness, 'cacheControl'>): string {
  const { lifetime, staleWhileRevalidate, staleIfError, mustRevalidate } = freshness
  return [
    `max-age=${lifetime}`,
    ...(staleWhileRevalidate === null ? [] : [`stale-while-revalidate=${staleWhileRevalidate}`]),
    ...(staleIfError === null ? [] : [`stale-if-error=${staleIfError}`]),
    ...(mustRevalidate ? ['must-revalidate'] : []),
  ].join(', ')
}
