/** A reply in the pieces in which the origin sends it. */
export interface DepartureReply {
  readonly title: string
  readonly status: 200 | 304
  readonly headers: Readonly<Record<string, string>>
  /** What every client asks with. */
  readonly asked: Readonly<Record<string, string>>
}

export const pieces = ['first ', 'second ', 'third'] as const
export const whole = pieces.join('')

const storable = { 'cache-control': 'max-age=60', etag: '"1"' }
const length = { 'content-length': String(whole.length) }

/** What is stored, and is stale when the 304 is asked for. */
export const storedBefore = { ...storable, ...length, connection: 'close' }

export const plainReply: DepartureReply = {
  title: 'a reply of a known length',
  status: 200,
  headers: { ...storable, ...length },
  asked: {},
}

export const validation: DepartureReply = {
  title: 'a 304 to what is stored',
  status: 304,
  headers: storable,
  asked: {},
}

/** Every kind of reply that may be stored. */
export const departureReplies: readonly DepartureReply[] = [
  plainReply,
  { title: 'a chunked reply', status: 200, headers: storable, asked: {} },
  validation,
  {
    title: 'a reply that varies',
    status: 200,
    headers: { ...storable, ...length, vary: 'Accept-Language' },
    asked: { 'accept-language': 'en' },
  },
]
