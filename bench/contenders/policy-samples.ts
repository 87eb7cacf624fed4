import { sampleBody } from './sample-messages.ts'

/** What caches are asked most: the kinds of stored response that a verdict is given on, all of them fresh. */
export const policySamples = {
  'max-age': () => ['Cache-Control', 'max-age=3600', 'ETag', '"5a1f-62e7b0c3"'],
  's-maxage': () => [
    ...['Cache-Control', 'public, max-age=60, s-maxage=3600, stale-while-revalidate=600'],
    ...['ETag', '"5a1f-62e7b0c3"'],
  ],
  vary: () => ['Cache-Control', 'max-age=3600', 'Vary', 'Accept-Encoding', 'Content-Encoding', 'gzip'],
  expires: () => [
    ...['Expires', new Date(Date.now() + 3_600_000).toUTCString()],
    ...['Last-Modified', 'Sat, 03 Jan 2026 10:20:30 GMT'],
  ],
} as const

/** The name of a kind of response. */
export type PolicySample = keyof typeof policySamples

/** @throws RangeError for a name that is none */
export function policySampleOf(name: string): PolicySample {
  const found = policySampleNames.find((known) => known === name)
  if (found === undefined) throw new RangeError(`no sample is called "${name}"`)
  return found
}

export const policySampleNames = Object.keys(policySamples) as readonly PolicySample[] // its own keys

/** The lines of such a response, with those that all responses have. */
export const responseFields = (sample: PolicySample): readonly string[] => [
  ...['Date', new Date().toUTCString()],
  ...['Content-Type', 'application/json'],
  ...['Content-Length', String(sampleBody.length)],
  ...policySamples[sample](),
  ...['Server', 'origin/1.0'],
]

/** Of whom it was asked, and of whom it is asked again. */
export const requestLines: readonly string[] = [
  ...['Host', 'example.com'],
  ...['Accept', '*/*'],
  ...['Accept-Encoding', 'gzip, br'],
  ...['User-Agent', 'bench/1.0'],
]

/** Field lines as node:http gives them beside the raw ones. */
export function headersOf(fields: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (let index = 0; index < fields.length; index += 2) {
    headers[(fields[index] ?? '').toLowerCase()] = fields[index + 1] ?? ''
  }
  return headers
}
