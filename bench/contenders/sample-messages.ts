/** What is asked for and answered throughout: a small JSON text with the fields that such answers usually have. */
export const sampleBody: Uint8Array = new TextEncoder().encode(JSON.stringify({ text: 'x'.repeat(1013) }))

/** The fields of the answer, except `Date`. */
export const sampleFields = (cacheControl: string): string[] => [
  ...['Content-Type', 'application/json'],
  ...['Content-Length', String(sampleBody.length)],
  ...['Cache-Control', cacheControl],
  ...['ETag', '"5a1f-62e7b0c3"'],
]

/** What a client that is not a browser says. */
export const requestFields: readonly string[] = [
  ...['Accept', '*/*'],
  ...['Accept-Encoding', 'gzip, br'],
  ...['User-Agent', 'bench/1.0'],
]

/** What the origin answers by path. */
export const paths = {
  /** Stored on the first request. */
  fresh: '/fresh',
  /** Never stored. */
  uncacheable: '/uncacheable',
  /** Followed by anything: a resource of its own each, stored on its first request. */
  unique: '/unique/',
} as const
