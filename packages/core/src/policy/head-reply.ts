import { contentLengthOf } from '../http/content-length.ts'
import type { ResponseHead } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { evidenceOf, type Evidence } from './evidence.ts'
import { freshenStored } from './freshen.ts'
import type { Policy } from './policy-options.ts'
import { decideStorage, lacksPermission } from './storable.ts'
import type { ReplyFacts, ReplyVerdict } from './verdicts.ts'

const unchanged: ReplyVerdict = { type: 'reply.decline' }

/** RFC 9111 §4.3.5: it is to be considered stale. Nor is it served unseen while somebody looks for a better one. */
function expired(stored: StoredResponse): ReplyVerdict {
  return { type: 'reply.expire', stored: { ...stored, lifetime: 0, staleWhileRevalidate: 0 } }
}

/** RFC 9110 §9.3.2: the reply to HEAD has the fields that a GET would now be answered with. */
function evidenceOfHead(stored: StoredResponse, { fields }: ResponseHead): Evidence {
  // What is now there, or not any more, is another response.
  if (stored.status !== 200 && stored.status !== 206) return 'disagrees'
  return evidenceOf(stored, fields, contentLengthOf(fields))
}

/** Decides what the final reply to a HEAD means to the stored response. RFC 9111 §4.3.5. */
export function decideHeadReply(reply: ReplyFacts, policy: Policy): ReplyVerdict {
  const { facts, stored, overrides } = reply
  // RFC 9111 §4.3.5 is about 200 alone.
  if (stored === null || reply.reply.status !== 200) return unchanged
  // RFC 9111 §3.5: what the origin tells a user whom it knows says nothing of the response for all.
  if (lacksPermission({ facts, candidate: stored, policy })) return unchanged
  const evidence = evidenceOfHead(stored, reply.reply)
  if (evidence === 'none') return unchanged
  if (evidence === 'disagrees') return expired(stored)
  const candidate = freshenStored(stored, reply, policy)
  const storage = decideStorage({ facts: { ...facts, method: 'GET' }, candidate, policy, overrides })
  // Where it brought a veto (no-store, private…), the stored response may not be kept as it would become.
  return storage.type === 'storable' ? { type: 'reply.freshen', stored: candidate } : expired(stored)
}
