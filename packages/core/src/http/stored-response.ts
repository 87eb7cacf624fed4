import type { FieldLines } from './message.ts'
import type { ContentRange } from './byte-ranges.ts'
import type { Millis, Seconds } from './units.ts'

/** Which part of a representation a stored body is. RFC 9111 §3.3. */
export interface StoredPart extends ContentRange {
  /** The length of the body in bytes; not that of the span, where the origin contradicted itself. */
  readonly length: number
  /** The Range that it answered, as it was written; empty where parts were combined. */
  readonly range: string
}

/**
 * The head of a stored response, with all that reuse needs already computed: nothing of it is parsed again on a hit.
 * It is plain JSON. A store keeps it as it is, beside the body; a version that a reader does not know is a miss.
 */
export interface StoredResponse {
  readonly version: 1
  readonly status: number
  readonly reason: string
  /** As they will be written: without connection fields and without `Age` (RFC 9111 §3.1). */
  readonly fields: FieldLines
  /** The selecting field names (RFC 9111 §4.1): lower case, sorted, each once. */
  readonly vary: readonly string[]
  /** The original request's normalised value for each of `vary`; `null` where it had no such field. */
  readonly varied: readonly (string | null)[]
  /** The local clock when the request was sent and when the response came (RFC 9111 §4.2.3). */
  readonly requestTime: Millis
  readonly responseTime: Millis
  /** The value of `Date`, or `responseTime` where it was missing or invalid. */
  readonly date: Millis
  /** `corrected_initial_age` of RFC 9111 §4.2.3. */
  readonly initialAge: Seconds
  /** The freshness lifetime (RFC 9111 §4.2.1); 0 when the response was stale on arrival. */
  readonly lifetime: Seconds
  /** Whether the lifetime was computed by heuristics (RFC 9111 §4.2.2). */
  readonly heuristic: boolean
  /** RFC 8246: not validated because of a reload, as long as it is fresh. */
  readonly immutable: boolean
  /** Whether a shared cache may answer requests with Authorization from it, and refresh it by them. RFC 9111 §3.5. */
  readonly sharedWithAuthorization: boolean
  /** `no-cache`: never reused without validation (RFC 9111 §5.2.2.4). */
  readonly mustValidate: boolean
  /** A veto against every stale reuse: must-revalidate, proxy-revalidate or s-maxage (RFC 9111 §5.2.2.2). */
  readonly mustNotBeStale: boolean
  /** RFC 5861 §3 and §4: how long past the lifetime; `null` where the origin said nothing. */
  readonly staleWhileRevalidate: Seconds | null
  readonly staleIfError: Seconds | null
  /** Validators as the origin sent them; `null` where it sent none that can be used. */
  readonly etag: string | null
  readonly lastModified: string | null
  /** The time that `lastModified` says; `null` where there is none. */
  readonly lastModifiedTime: Millis | null
  /** Which part of the representation the body is; `null` where it is the whole. */
  readonly part: StoredPart | null
  /** Labels by which it can be purged together with others: each once, in the order in which they came. */
  readonly surrogateKeys: readonly string[]
  /** The target URI (without fragment) where the key does not say it; else `null`. */
  readonly url: string | null
  /**
   * Which of those who have waited for it may have it while it is not fresh: all, where the origin said how it may be cached;
   * those without a Cookie, where nothing was said, and it was asked for without one; else none.
   */
  readonly sharedWith: 'all' | 'cookieless' | 'none'
  /** Its content may not leave the memory of the process: a store that keeps it elsewhere refuses it. */
  readonly sensitive: boolean
}
