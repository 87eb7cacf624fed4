import type { Seconds } from '../http/units.ts'
import type { KeyOptions, KeyRule } from './cache-key.ts'

/** What a user may decide about caching policy. */
export interface PolicyOptions {
  /** A shared cache (a gateway) or a private one (a user's own `fetch`). RFC 9111 §1.2.2; default `true`. */
  readonly shared?: boolean
  /** Name in `Cache-Status` (RFC 9211 §2): a token. Default `cachechart`. */
  readonly name?: string
  /** The share of a response's age since `Last-Modified` for which it counts as fresh. RFC 9111 §4.2.2; default 0.1. */
  readonly heuristicFraction?: number
  /** No heuristic lifetime is longer. Default one day. */
  readonly heuristicMaximum?: Seconds
  /** stale-if-error and stale-while-revalidate where the origin says nothing. RFC 5861; default 0: no stale reuse. */
  readonly staleIfError?: Seconds
  readonly staleWhileRevalidate?: Seconds
  /** The statuses that count as an error for stale-if-error. Default 500, 502, 503, 504. */
  readonly errorStatuses?: readonly number[]
  /**
   * The targeted fields (RFC 9213) that this cache obeys in place of Cache-Control and Expires, first to last. Default:
   * `['CDN-Cache-Control']` in a shared cache, none in a private one.
   */
  readonly targets?: readonly string[]
  /**
   * What a shared cache does with a response that sets cookies: `refuse` (default) or, as RFC 9111 §7.3 has it, `store`.
   * A stored cookie goes to every client: store only where no cookie of the origin is for one client.
   */
  readonly setCookie?: 'refuse' | 'store'
  /** When the store fails: go on without it (`pass`), or fail the request (`fail`). Default `pass`. */
  readonly onStoreFailure?: 'pass' | 'fail'
  /**
   * Under which key the response to a request is looked for and kept. Default: the target URI without its fragment. A
   * function is given the head of the request; what two requests have the same key for may answer either.
   */
  readonly key?: KeyOptions | KeyRule
}

/** The same, with every choice made. */
export type Policy = {
  readonly [Option in Exclude<keyof PolicyOptions, 'key'>]-?: NonNullable<PolicyOptions[Option]>
} & {
  readonly key: KeyRule
  /** Whether the key is made of the target URI alone, so that whoever has the URI has the key. */
  readonly isKeyedByUrl: boolean
}
