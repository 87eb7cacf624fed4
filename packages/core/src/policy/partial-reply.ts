import { contentRangeOf } from '../http/partial-content.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { combineWith, type Combination } from './combine.ts'
import { timeToLive } from './current-age.ts'
import { evidenceOf } from './evidence.ts'
import type { Policy } from './policy-options.ts'
import { decideStorage } from './storable.ts'
import type { ByteSlice, ReplyFacts, ReplyVerdict, Splice } from './verdicts.ts'

const declined: ReplyVerdict = { type: 'reply.decline' }
const orphaned: ReplyVerdict = { type: 'reply.orphaned' }

const lengthOf = (slice: ByteSlice | null) => (slice === null ? 0 : slice.to - slice.from)

/** Whether it makes the whole, by what was missing and nothing else. */
function isRest(stored: StoredResponse, { stored: combined, splice }: Combination): boolean {
  const kept = lengthOf(splice.before) + lengthOf(splice.after)
  return combined.part === null && kept === stored.part?.length
}

/** The verdict on a combination; `null` where it may not be stored. */
function decideCombined(
  { facts, overrides }: ReplyFacts,
  { stored, splice }: Combination,
  { answer, policy }: { readonly answer: Splice['answer']; readonly policy: Policy },
): ReplyVerdict | null {
  const storage = decideStorage({ facts, candidate: stored, policy, overrides })
  return storage.type === 'storable' ? { type: 'reply.combine', stored, splice: { ...splice, answer } } : null
}

/** The rest of a stored part was asked for: whatever else comes does not give the client the whole that it wants. */
function decideRest(reply: ReplyFacts, stored: StoredResponse, policy: Policy): ReplyVerdict {
  const combination = combineWith(stored, reply, policy)
  if (combination === null || !isRest(stored, combination)) return orphaned
  return decideCombined(reply, combination, { answer: 'whole', policy }) ?? orphaned
}

/** Whether what is stored is whole and, as far as can be told, still right: worth more than a part of it. */
function isBetterKept(stored: StoredResponse, { reply, responseTime: now }: ReplyFacts): boolean {
  if (stored.status !== 200) return false
  const complete = contentRangeOf(reply)?.complete ?? undefined
  const evidence = evidenceOf(stored, reply.fields, complete)
  return evidence === 'agrees' || (evidence === 'none' && timeToLive(stored, now) > 0)
}

/** The part that a client has asked for, where something is stored already; `null`: it is looked at for itself. */
function decideBeside(reply: ReplyFacts, stored: StoredResponse, policy: Policy): ReplyVerdict | null {
  const combination = combineWith(stored, reply, policy)
  const verdict = combination && decideCombined(reply, combination, { answer: 'reply', policy })
  return verdict ?? (isBetterKept(stored, reply) ? declined : null)
}

/**
 * Decides what becomes of a 206 or 416, as far as that hangs on what was asked for and on what is stored. `null`: it is
 * judged for itself, as any other reply.
 */
export function decidePartialReply(reply: ReplyFacts, policy: Policy): ReplyVerdict | null {
  const { facts, stored, ask } = reply
  const { status } = reply.reply
  if (ask === 'complete') return stored === null ? orphaned : decideRest(reply, stored, policy)
  // RFC 9110 §15.3.7: it answers Range. What answers none is not to be understood.
  if (facts.range === null) return status === 206 ? declined : null
  // RFC 9110 §15.5.17: it is about this Range; to any other request it would be wrong.
  if (status === 416) return declined
  const beside = stored === null ? null : decideBeside(reply, stored, policy)
  // RFC 9110 §15.3.7: after If-Range it may lack what the client has already, Content-Type or Content-Encoding even.
  return beside ?? (facts.range.ifRange === null ? null : declined)
}
