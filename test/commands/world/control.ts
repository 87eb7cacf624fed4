import fc from 'fast-check'

/** What an origin says about the reuse of a reply, in seconds; its Cache-Control is written from it. */
export interface Control {
  readonly maxAge: number
  readonly staleWhileRevalidate: number
  readonly staleIfError: number
  readonly veto:
    'none' | 'must-revalidate' | 'proxy-revalidate' | 's-maxage' | 'no-cache' | 'private' | 'no-store'
}

/** An origin whose reply is good for this long, and for nothing else. */
export const freshFor = (maxAge: number): Control => ({
  maxAge,
  staleWhileRevalidate: 0,
  staleIfError: 0,
  veto: 'none',
})

/** As the field has it. */
export const writeControl = ({ maxAge, staleWhileRevalidate, staleIfError, veto }: Control): string => {
  const words = [veto === 's-maxage' ? `s-maxage=${maxAge}` : `max-age=${maxAge}`]
  if (staleWhileRevalidate > 0) words.push(`stale-while-revalidate=${staleWhileRevalidate}`)
  if (staleIfError > 0) words.push(`stale-if-error=${staleIfError}`)
  if (veto !== 'none' && veto !== 's-maxage') words.push(veto)
  return words.join(', ')
}

const windows = fc.constantFrom(0, 0, 5, 30)

/** Anything that an origin may say; the simplest is shrunk to. */
export const controlArbitrary: fc.Arbitrary<Control> = fc.record({
  maxAge: fc.constantFrom(20, 0, 1, 1, 5, 5),
  staleWhileRevalidate: windows,
  staleIfError: windows,
  veto: fc.oneof(
    { weight: 5, arbitrary: fc.constant('none' as const) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        'must-revalidate' as const,
        'proxy-revalidate' as const,
        's-maxage' as const,
        'no-cache' as const,
        'private' as const,
        'no-store' as const,
      ),
    },
  ),
})
