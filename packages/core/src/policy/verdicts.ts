import type { RequestHead, ResponseHead } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { StorageAction } from './forced-action.ts'
import type { RequestFacts } from './request-facts.ts'
import type { StoringOverrides } from './storage-overrides.ts'

/** How a caller wants the cache to be used: the cache modes of the Fetch standard, §2.2.5. */
export type CacheMode = 'default' | 'no-store' | 'reload' | 'no-cache' | 'force-cache' | 'only-if-cached'

/**
 * The same, and two that only a caller of this cache has: `fresh` is `only-if-cached` by the rules of RFC 9111 §5.2.1.7
 * (the mode of that name takes stale responses, too); `invalidate` is `reload` after whose success nothing old is left.
 */
export type CacheUse = CacheMode | 'fresh' | 'invalidate'

/** Why a request went to the origin: the `fwd` parameter of `Cache-Status` (RFC 9211 §2.2). */
export type ForwardReason =
  'bypass' | 'method' | 'uri-miss' | 'vary-miss' | 'miss' | 'request' | 'stale' | 'partial'

/**
 * What the origin is asked for: what the client asked for (`plain`), the same on condition that it has changed (`validate`),
 * or what is missing of a stored part (`complete`). RFC 9111 §4.3.1, §3.3.
 */
export type Ask = 'plain' | 'validate' | 'complete'

/** May this request be answered from the cache at all? */
export type AdmitVerdict =
  | { readonly type: 'request.lookup'; readonly facts: RequestFacts }
  | { readonly type: 'request.pass'; readonly reason: ForwardReason }
  /** The caller wants a stored response only (`only-if-cached`), and this request can have none. */
  | { readonly type: 'request.unsatisfied' }

/** May the stored response, or none, answer this request now? */
export type ReuseVerdict =
  | { readonly type: 'lookup.fresh' }
  /**
   * Stale, and allowed to be. `elect`: inside stale-while-revalidate, where whoever asks elects at most one to refresh
   * (`lookup.staleObliged`). `none`: the client accepts it as it is (max-stale, force-cache), and the origin is left alone.
   */
  | { readonly type: 'lookup.stale'; readonly refresh: 'elect' | 'none' }
  | { readonly type: 'lookup.obliged'; readonly reason: ForwardReason; readonly ask: Ask }
  | { readonly type: 'lookup.unsatisfied' }

/** Bytes of a body from offset `from` up to, not including, offset `to`. */
export interface ByteSlice {
  readonly from: number
  readonly to: number
}

/** How the body of a reply and the stored one make one: slices of the stored body before and after all of the reply's. */
export interface Splice {
  readonly before: ByteSlice | null
  readonly after: ByteSlice | null
  /** What the client is given: the whole that it asked for, or the part, as the origin sent it. */
  readonly answer: 'whole' | 'reply'
}

/** What is to become of a reply that an obliged transaction received? */
export type ReplyVerdict =
  | { readonly type: 'reply.store'; readonly stored: StoredResponse }
  /** A 304, or the reply to a HEAD that agrees with what is stored: its fields are brought up to date. */
  | { readonly type: 'reply.freshen'; readonly stored: StoredResponse }
  /** A part that belongs to what is stored: both together are stored. RFC 9111 §3.4. */
  | { readonly type: 'reply.combine'; readonly stored: StoredResponse; readonly splice: Splice }
  /** The reply to a HEAD that disagrees with what is stored, which is stale from here on. RFC 9111 §4.3.5. */
  | { readonly type: 'reply.expire'; readonly stored: StoredResponse }
  /**
   * Not to be stored, this time: the next request may well be. `shared`: it might have been, but for being of no use later;
   * it is for all who have waited for it.
   */
  | { readonly type: 'reply.decline'; readonly shared?: StoredResponse }
  /** Not to be stored, and the next one for this key will most likely not be either. */
  | { readonly type: 'reply.uncacheable' }
  /** An error, and the stored response may stand in for it (RFC 5861 §4). */
  | { readonly type: 'reply.masked' }
  | { readonly type: 'reply.failed' }
  /** A 304 that fits nothing that is stored: ask again, without conditions. */
  | { readonly type: 'reply.orphaned' }

/** What is to become of a reply that the cache has only passed on? */
export type PassedReplyVerdict =
  | { readonly type: 'reply.received' }
  /** An unsafe request has succeeded: what is stored for these URIs is not right any more. RFC 9111 §4.4. */
  | { readonly type: 'reply.invalidating'; readonly uris: readonly string[] }
  /** The same, and the reply is what a GET would now be answered. RFC 9110 §9.3.3. */
  | { readonly type: 'reply.replacing'; readonly uris: readonly string[]; readonly stored: StoredResponse }

/** All that is known when the reply to an obliged request arrives. */
export interface ReplyFacts {
  readonly request: RequestHead
  readonly facts: RequestFacts
  /** With connection fields already removed. */
  readonly reply: ResponseHead
  /** The stored response that was validated, or that may mask an error; `null` where there is none. */
  readonly stored: StoredResponse | null
  /** What was asked for. */
  readonly ask: Ask
  /** A background refresh has no client, and never replaces a usable response by an error. */
  readonly background: boolean
  readonly requestTime: number
  readonly responseTime: number
  /** What was said of the response in place of what it says itself. */
  readonly overrides?: StoringOverrides | undefined
  /** The target URI, where the key does not say it; else `null`. */
  readonly namedUrl?: string | null
  /** What somebody has chosen to do with it; left out where policy is to choose. */
  readonly action?: StorageAction | undefined
}
