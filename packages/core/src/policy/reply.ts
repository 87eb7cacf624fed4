import { contentRangeOf } from '../http/partial-content.ts'
import { createStoredResponse } from './create-stored.ts'
import { decideByAction } from './forced-action.ts'
import { correspondsTo, freshenStored } from './freshen.ts'
import { decideHeadReply } from './head-reply.ts'
import { decidePartialReply } from './partial-reply.ts'
import type { Policy } from './policy-options.ts'
import { hasWhatIsAsked } from './satisfy-range.ts'
import { mayMaskError, type FailureFacts } from './stale-if-error.ts'
import { decideAtLength, decideStorage, refusedAtSight } from './storable.ts'
import type { ReplyFacts, ReplyVerdict } from './verdicts.ts'

function decideNotModified(reply: ReplyFacts, policy: Policy): ReplyVerdict {
  const { stored, facts, ask } = reply
  // It answers conditions, and there were none. To ask again would go on for ever.
  if (ask === 'plain') return { type: 'reply.failed' }
  const orphaned: ReplyVerdict = { type: 'reply.orphaned' }
  // RFC 9111 §4.3.4: it updates only what its validators select. (The client's own conditions were not sent.)
  if (ask === 'complete' || stored === null || !correspondsTo(stored, reply.reply)) return orphaned
  const candidate = freshenStored(stored, reply, policy)
  // RFC 9110 §13.1.5: by the new Last-Modified, If-Range may ask for more than a part has.
  if (facts.range !== null && !hasWhatIsAsked(facts, candidate)) return orphaned
  // The 304 brought a veto (no-store, Set-Cookie…): what it updates may not be kept, so the whole is asked for.
  const storage = decideStorage({
    facts: { ...facts, method: 'GET' },
    candidate,
    policy,
    overrides: reply.overrides,
  })
  return storage.type === 'storable' ? { type: 'reply.freshen', stored: candidate } : orphaned
}

function isError(status: number, policy: Policy): boolean {
  return status >= 500 || policy.errorStatuses.includes(status)
}

/** Decides about a reply with regard to what was asked for and to what is stored; `null`: that has no bearing on it. */
function decideByRequest(reply: ReplyFacts, policy: Policy): ReplyVerdict | null {
  const { status } = reply.reply
  if (reply.facts.method === 'HEAD') return decideHeadReply(reply, policy)
  return status === 206 || status === 416 ? decidePartialReply(reply, policy) : null
}

/** Decides about a reply for itself. */
function decideAlone(reply: ReplyFacts, policy: Policy): ReplyVerdict {
  // RFC 9111 §3.3: a 206 has to say which part it is. Of the next response that says nothing.
  if (reply.reply.status === 206 && contentRangeOf(reply.reply) === null) return { type: 'reply.decline' }
  // Most of what may not be stored says so: nothing else of it needs to be known then.
  const refused = refusedAtSight({ facts: reply.facts, reply: reply.reply, policy })
  if (refused !== null) return { type: `reply.${refused.type}` }
  const candidate = createStoredResponse(reply, policy)
  const storage = decideAtLength({ facts: reply.facts, candidate, policy, overrides: reply.overrides })
  if (storage.type === 'storable') return { type: 'reply.store', stored: candidate }
  // RFC 9111 §4: requests may be collapsed onto a response that is storable, though no later one could be answered with it.
  const mayCollapse = storage.reason === 'never-reusable' && reply.facts.method === 'GET'
  if (!mayCollapse) return { type: `reply.${storage.type}` }
  // Those who have waited for what is not theirs are not to wait for each other.
  return candidate.sharedWith === 'none'
    ? { type: 'reply.uncacheable' }
    : { type: 'reply.decline', shared: candidate }
}

/** Decides what becomes of the reply to an obliged request. RFC 9111 §3, §4.3.3. */
export function decideReply(reply: ReplyFacts, policy: Policy): ReplyVerdict {
  const natural = decideNaturally(reply, policy)
  const { action, stored } = reply
  if (action === undefined) return natural
  return decideByAction(action, natural, { candidate: createStoredResponse(reply, policy), stored })
}

/** What the reply says, and policy makes of it. */
function decideNaturally(reply: ReplyFacts, policy: Policy): ReplyVerdict {
  const { facts, stored, background, responseTime: now } = reply
  const { status } = reply.reply
  if (status === 304) return decideNotModified(reply, policy)
  // A refresh never replaces a usable response by an error.
  if (background && isError(status, policy)) return { type: 'reply.failed' }
  // RFC 9111 §4.3.3: a server error may be treated as if there had been no reply.
  if (policy.errorStatuses.includes(status) && mayMaskError({ facts, stored, now, policy })) {
    return { type: 'reply.masked' }
  }
  return decideByRequest(reply, policy) ?? decideAlone(reply, policy)
}

/** Decides what becomes of an obliged request whose transport failed, or whose deadline passed. RFC 5861 §4. */
export function decideReplyFailure(failure: FailureFacts): 'reply.masked' | 'reply.failed' {
  return mayMaskError(failure) ? 'reply.masked' : 'reply.failed'
}
