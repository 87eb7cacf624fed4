import type { Millis, Seconds, StoredResponse } from '@cachechart/core'

/** What is told of a stored response, in one line or as JSON. */
export interface EntryFacts {
  readonly key: string
  /** The target URI where the key does not say it. */
  readonly url: string | null
  readonly status: number
  readonly age: Seconds
  /** How long it stays fresh; negative once it is stale. */
  readonly ttl: Seconds
  readonly bodyLength: number
  /** By which request fields it was selected, with the values that they had. */
  readonly varied: Readonly<Record<string, string | null>>
  readonly surrogateKeys: readonly string[]
  readonly etag: string | null
  readonly storedAt: string
  readonly usedAt: string | null
}

/** What is known of a stored response, its times by this clock. */
export function factsOf({ key, response, bodyLength, usedAt }: SeenEntry, now: Millis): EntryFacts {
  const { url, status, lifetime, initialAge, responseTime, vary, varied, surrogateKeys, etag } = response
  // RFC 9111 §4.2.3. A clock that was set back makes no age negative.
  const age = Math.round(initialAge + Math.max(0, now - responseTime) / 1000)
  return {
    key,
    url,
    status,
    age,
    ttl: Math.round(lifetime) - age,
    bodyLength,
    varied: Object.fromEntries(vary.map((name, at) => [name, varied[at] ?? null])),
    surrogateKeys,
    etag,
    storedAt: isoTime(responseTime),
    usedAt: usedAt === null ? null : isoTime(usedAt),
  }
}

/** A stored response as a store lists it. */
interface SeenEntry {
  readonly key: string
  readonly response: StoredResponse
  readonly bodyLength: number
  readonly usedAt: Millis | null
}

/** The longest time that a date can tell. ECMA-262, Time Values and Time Range. */
const lastTime: Millis = 8.64e15

const isoTime = (time: Millis): string => new Date(Math.min(time, lastTime)).toISOString()
