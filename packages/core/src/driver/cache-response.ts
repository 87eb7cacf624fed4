import type { FieldLines, ResponseHead } from '../http/message.ts'
import type { Seconds } from '../http/units.ts'
import type { Role } from '../engine/trace.ts'
import type { ResponseOutcome } from '../engine/outcome.ts'
import type { Body } from '../ports/body.ts'

/** Where a response came from. */
export type ResponseSource = 'stored' | 'origin' | 'cache'

/** A response on its way to the caller. `fields` are complete: `Age` and `Cache-Status` are among them. */
export interface CacheResponse extends ResponseHead {
  /** Its bytes are at hand on a hit in memory. The caller reads it to the end, or cancels it. */
  readonly body: Body
  /** `stored`: reused, with its body or as a 304; `origin`: forwarded; `cache`: made here (504, nothing is stored). */
  readonly source: ResponseSource
  /** What happened to the request, as the last edge of its transaction says. */
  readonly outcome: ResponseOutcome
  /** Whether it comes from the store, validated or not. */
  readonly cached: boolean
  /** Whether its age has passed its freshness lifetime. */
  readonly stale: boolean
  /** RFC 9111 §4.2.3, of a response that is stored or about to be; `undefined` for any other. */
  readonly age: Seconds | undefined
  /** How long it stays fresh; negative once it is stale. `undefined` as `age`. */
  readonly ttl: Seconds | undefined
  /** How often the stored response was served, this time included; 0 where it was not, or the store does not count. */
  readonly hits: number
  /** The labels by which it can be purged. */
  readonly surrogateKeys: readonly string[]
  /** The error for which a stale response stands in (stale-if-error), with its causes; otherwise `undefined`. */
  readonly maskedError: unknown
  /** Whether it has waited for another request's fetch. */
  readonly waited: boolean
  readonly role: Role
  /** The trailer fields; complete once the body has ended. */
  trailers(): FieldLines
}
