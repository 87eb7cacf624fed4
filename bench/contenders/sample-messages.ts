/** What is asked for and answered throughout: a small JSON text with the fields that such answers usually have. */
export const sampleBody: Uint8Array<ArrayBuffer> = new TextEncoder().encode(
  JSON.stringify({ text: 'x'.repeat(1013) }),
)

/** Of a length that no power of two is a multiple of: a piece from the wrong place of a body is noticed. */
const alphabet = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXY'

/** A body of another length; of 1,024 bytes it is the sample. */
export function bodyOf(length: number): Uint8Array {
  if (length === sampleBody.length) return sampleBody
  return Buffer.alloc(length, alphabet, 'latin1')
}

/** The fields of the answer, except `Date`. */
export const sampleFields = (cacheControl: string, length: number = sampleBody.length): string[] => [
  ...['Content-Type', 'application/json'],
  ...['Content-Length', String(length)],
  ...['Cache-Control', cacheControl],
  ...['ETag', entityTag],
]

export const entityTag = '"5a1f-62e7b0c3"'

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
  /** Followed by a number: the same with a body of so many bytes. */
  sized: '/fresh/',
  /** Never stored. */
  uncacheable: '/uncacheable',
  /** Stored and stale at once, for stale-while-revalidate; the origin takes its time. */
  stale: '/stale',
  /** Followed by anything: a resource of its own each, stored on its first request. */
  unique: '/unique/',
} as const
