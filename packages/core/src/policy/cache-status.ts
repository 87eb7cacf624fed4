import type { Seconds } from '../http/units.ts'
import type { ForwardReason } from './verdicts.ts'

/** What the origin had answered before a stored response was served after all. */
export type ForwardOutcome =
  /** A 304, or a HEAD that agrees: `status` says which. */
  | { readonly type: 'validated'; readonly reason: ForwardReason; readonly status: number }
  /** It has just come, and is answered from: with a 304, or put together with what was stored. */
  | { readonly type: 'fetched'; readonly reason: ForwardReason; readonly status: number }
  /** It was asked by another request, for which this one has waited. */
  | { readonly type: 'collapsed'; readonly reason: ForwardReason; readonly status: number }
  /** It failed, and the stored response stands in; `status` is `null` where it did not answer at all. */
  | { readonly type: 'masked'; readonly reason: ForwardReason; readonly status: number | null }

/** The Cache-Status of a hit. RFC 9211 §2, §2.1, §2.4: the ttl is negative once the response is stale. */
export function statusOfHit(name: string, ttl: Seconds): string {
  return `${name}; hit; ttl=${ttl}`
}

/**
 * The Cache-Status of an answer that is made here, after the origin was asked. RFC 9211 §2.1: it is no hit then; §2.3:
 * fwd-status, as the status of the answer is another; §2.5: stored, where what came from the origin was.
 */
export function statusAfter(name: string, after: ForwardOutcome): string {
  const forwarded = `${name}; fwd=${after.reason}`
  switch (after.type) {
    case 'validated':
      return `${forwarded}; fwd-status=${after.status}`
    case 'fetched':
      return `${forwarded}; fwd-status=${after.status}; stored`
    // RFC 9211 §2.6
    case 'collapsed':
      return `${forwarded}; fwd-status=${after.status}; collapsed`
    case 'masked': {
      // RFC 5861 §4: what is served stale can be told by it.
      const status = after.status === null ? '' : `; fwd-status=${after.status}`
      return `${forwarded}${status}; detail=stale-if-error`
    }
  }
}

/** The Cache-Status of the origin's own reply. RFC 9211 §2.3: without fwd-status it is the status of the answer. */
export function statusOfForwarded(
  name: string,
  reason: ForwardReason,
  storage: 'stored' | 'not-stored',
): string {
  return `${name}; fwd=${reason}${storage === 'stored' ? '; stored' : ''}`
}
