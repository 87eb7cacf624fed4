import { maximumSeconds } from '../http/delta-seconds.ts'
import type { Seconds } from '../http/units.ts'

/** What is said of a response in place of what its own fields say. Unset means: as they say. 0 is a number. */
export interface StorageOverrides {
  /** How long it stays fresh from the moment in which it comes. Not together with `maxAge`. */
  readonly ttl?: Seconds | undefined
  /** Its freshness lifetime, of which its age when it comes is a part. RFC 9111 §4.2.1 */
  readonly maxAge?: Seconds | undefined
  /** RFC 5861 §3. A veto of the response (must-revalidate, s-maxage, no-cache) stands. */
  readonly staleWhileRevalidate?: Seconds | undefined
  /** RFC 5861 §4. A veto of the response stands. */
  readonly staleIfError?: Seconds | undefined
  /** Labels by which it can be purged, beside those that the response has (`Surrogate-Key`, `Cache-Tag`). */
  readonly surrogateKeys?: readonly string[] | undefined
  /** The request fields that select it, in place of the response's Vary. RFC 9111 §4.1 */
  readonly vary?: readonly string[] | undefined
  /** Its content may not leave the memory of the process: a store that keeps it elsewhere refuses it. */
  readonly sensitive?: boolean | undefined
}

/** The same, and what a hook alone can say. */
export interface StoringOverrides extends StorageOverrides {
  /** All labels by which it can be purged, in place of those that it has and of `surrogateKeys`. */
  readonly labels?: readonly string[] | undefined
}

const atMost = (seconds: Seconds): Seconds => Math.min(Math.floor(seconds), maximumSeconds)

/** A duration as it is stored; `undefined` where none was given. RFC 9111 §1.2.2: whole seconds, with an upper end. */
export function overriddenSeconds(seconds: Seconds | undefined): Seconds | undefined {
  return seconds === undefined ? undefined : atMost(seconds)
}

/** The freshness lifetime that was asked for, of a response that was this old when it came; `undefined` where none was. */
export function overriddenLifetime(
  { ttl, maxAge }: StorageOverrides,
  initialAge: Seconds,
): Seconds | undefined {
  if (ttl !== undefined) return atMost(initialAge + ttl)
  return overriddenSeconds(maxAge)
}
