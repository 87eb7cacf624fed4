import type { RequestHead, ResponseHead } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { RequestFacts } from './request-facts.ts'

/** How a caller wants the cache to be used: the cache modes of the Fetch standard, §2.2.5. */
export type CacheMode = 'default' | 'no-store' | 'reload' | 'no-cache' | 'force-cache' | 'only-if-cached'

/** Why a request went to the origin: the `fwd` parameter of `Cache-Status` (RFC 9211 §2.2). */
export type ForwardReason =
  'bypass' | 'method' | 'uri-miss' | 'vary-miss' | 'miss' | 'request' | 'stale' | 'partial'

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
  /** To the origin; `validate` says whether the stored response is worth validating. */
  | { readonly type: 'lookup.obliged'; readonly reason: ForwardReason; readonly validate: boolean }
  | { readonly type: 'lookup.unsatisfied' }

/** What is to become of a reply that an obliged transaction received? */
export type ReplyVerdict =
  | { readonly type: 'reply.store'; readonly stored: StoredResponse }
  | { readonly type: 'reply.freshen'; readonly stored: StoredResponse }
  /** Not to be stored, this time: the next request may well be. */
  | { readonly type: 'reply.decline' }
  /** Not to be stored, and the next one for this key will most likely not be either. */
  | { readonly type: 'reply.uncacheable' }
  /** An error, and the stored response may stand in for it (RFC 5861 §4). */
  | { readonly type: 'reply.masked' }
  | { readonly type: 'reply.failed' }
  /** A 304 that fits nothing that is stored: ask again, without conditions. */
  | { readonly type: 'reply.orphaned' }

/** All that is known when the reply to an obliged request arrives. */
export interface ReplyFacts {
  readonly request: RequestHead
  readonly facts: RequestFacts
  /** With connection fields already removed. */
  readonly reply: ResponseHead
  /** The stored response that was validated, or that may mask an error; `null` where there is none. */
  readonly stored: StoredResponse | null
  /** Whether the request that was sent carried the stored response's validators. */
  readonly validated: boolean
  /** A background refresh has no client, and never replaces a usable response by an error. */
  readonly background: boolean
  readonly requestTime: number
  readonly responseTime: number
}
