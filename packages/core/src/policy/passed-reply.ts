import type { RequestHead, ResponseHead } from '../http/message.ts'
import type { Millis } from '../http/units.ts'
import { createStoredResponse } from './create-stored.ts'
import { urisToInvalidate } from './invalidate.ts'
import type { Policy } from './policy-options.ts'
import type { RequestFacts } from './request-facts.ts'
import type { CacheUse, PassedReplyVerdict } from './verdicts.ts'
import type { StoringOverrides } from './storage-overrides.ts'
import { mayReplaceTarget } from './write-storage.ts'

/** A request that went to the origin as it was, and its reply; times by the local clock. */
export interface PassedExchange {
  readonly request: RequestHead
  readonly facts: RequestFacts
  readonly reply: ResponseHead
  readonly mode: CacheUse
  readonly requestTime: Millis
  readonly responseTime: Millis
  readonly overrides?: StoringOverrides | undefined
  readonly namedUrl?: string | null
}

/** Decides what the reply to a passed request means to what is stored. RFC 9111 §4.4, RFC 9110 §9.3.3. */
export function decidePassedReply(exchange: PassedExchange, policy: Policy): PassedReplyVerdict {
  const { request, facts, reply, mode } = exchange
  const uris = urisToInvalidate(request, reply)
  if (uris.length === 0) return { type: 'reply.received' }
  const candidate = createStoredResponse(exchange, policy)
  // Fetch §2.2.5: `no-store` does not update the cache either.
  const isStorable =
    mode !== 'no-store' &&
    mayReplaceTarget({ facts, candidate, policy, request, overrides: exchange.overrides })
  return isStorable
    ? { type: 'reply.replacing', uris, stored: candidate }
    : { type: 'reply.invalidating', uris }
}
