import { contentRangeOf } from '../../http/partial-content.ts'
import { createStoredResponse } from '../../policy/create-stored.ts'
import { correspondsTo, freshenStored } from '../../policy/freshen.ts'
import type { Policy } from '../../policy/policy-options.ts'
import { decideReply } from '../../policy/reply.ts'
import { hasWhatIsAsked } from '../../policy/satisfy-range.ts'
import { decideAtLength, decideStorage, refusedAtSight } from '../../policy/storable.ts'
import type { ReplyFacts, ReplyVerdict } from '../../policy/verdicts.ts'
import { decidePartialReply } from '../../policy/partial-reply.ts'
import { explainMasking } from './explain-masking.ts'
import { explainRefusal } from './explain-refusal.ts'
import type { ExplainedReason } from './explanation.ts'
import { reasonOf } from './reason-clauses.ts'

/** Why policy makes of a reply what it makes of it, where nobody else has chosen. The order is that of `decideReply`. */
export function explainNaturally(reply: ReplyFacts, policy: Policy): readonly ExplainedReason[] {
  const verdict = decideReply(reply, policy)
  const { status } = reply.reply
  if (status === 304) return notModified(reply, policy, verdict)
  const failure = { facts: reply.facts, stored: reply.stored, now: reply.responseTime, policy }
  if (verdict.type === 'reply.failed')
    return [
      reasonOf(
        'reply.error-in-background',
        'A refresh never puts an error in the place of what is stored.',
        facts(status),
      ),
    ]
  if (verdict.type === 'reply.masked') return [explainMasking(failure)]
  const own = byRequest(reply, policy, verdict)
  const isError = policy.errorStatuses.includes(status)
  return isError && reply.stored !== null ? [...own, explainMasking(failure)] : own
}

const facts = (status: number): ExplainedReason['facts'] => [{ name: 'status', value: status, unit: 'none' }]

function notModified(reply: ReplyFacts, policy: Policy, verdict: ReplyVerdict): readonly ExplainedReason[] {
  if (verdict.type === 'reply.freshen') {
    return [reasonOf('reply.not-modified', 'The origin has answered that it is not modified (304).')]
  }
  const { stored, ask } = reply
  const orphaned = (why: string): ExplainedReason =>
    reasonOf(
      'reply.orphaned',
      `The origin says "not modified" (304), but ${why}: it is asked again, without conditions.`,
    )
  if (ask === 'complete') return [orphaned('it was asked for a part')]
  if (stored === null || !correspondsTo(stored, reply.reply)) return [orphaned('not of what is stored here')]
  const candidate = freshenStored(stored, reply, policy)
  const asked = { ...reply.facts, method: 'GET' }
  const storage = decideStorage({ facts: asked, candidate, policy, overrides: reply.overrides })
  const veto = storage.type === 'storable' ? [] : [explainRefusal(storage.reason, candidate.status)]
  if (reply.facts.range !== null && !hasWhatIsAsked(reply.facts, candidate)) {
    return [orphaned('what is stored does not have the part that is asked for')]
  }
  return [orphaned('what it would update may not be stored any more'), ...veto]
}

function byRequest(reply: ReplyFacts, policy: Policy, verdict: ReplyVerdict): readonly ExplainedReason[] {
  const { status } = reply.reply
  if (reply.facts.method === 'HEAD') return [ofHead(verdict)]
  const partial = status === 206 || status === 416 ? decidePartialReply(reply, policy) : null
  return partial === null ? alone(reply, policy) : [ofPart(partial)]
}

/** RFC 9111 §4.3.5 */
function ofHead({ type }: ReplyVerdict): ExplainedReason {
  if (type === 'reply.freshen') {
    return reasonOf(
      'reply.head-agrees',
      'The reply to HEAD agrees with what is stored, which is brought up to date.',
    )
  }
  return type === 'reply.expire'
    ? reasonOf(
        'reply.head-disagrees',
        'The reply to HEAD disagrees with what is stored, which counts as stale from now on.',
      )
    : reasonOf(
        'reply.head-says-nothing',
        'The reply to HEAD has no content that could be stored, and changes nothing of what is.',
      )
}

function ofPart({ type }: ReplyVerdict): ExplainedReason {
  switch (type) {
    case 'reply.combine':
      return reasonOf(
        'reply.combined',
        'The part that came and what is stored are of one representation: both together are stored.',
      )
    case 'reply.orphaned':
      return reasonOf(
        'reply.orphaned',
        'What came is not the part that is missing here: the whole is asked for.',
      )
    default:
      return reasonOf(
        'reply.part-of-no-use',
        'What came is for this request alone, or less than what is stored: it is not stored.',
      )
  }
}

/** By what the reply says itself. */
function alone(reply: ReplyFacts, policy: Policy): readonly ExplainedReason[] {
  const { status } = reply.reply
  if (status === 206 && contentRangeOf(reply.reply) === null) return [explainRefusal('status', status)]
  const refused = refusedAtSight({ facts: reply.facts, reply: reply.reply, policy })
  if (refused !== null) return [explainRefusal(refused.reason, status)]
  const candidate = createStoredResponse(reply, policy)
  const storage = decideAtLength({ facts: reply.facts, candidate, policy, overrides: reply.overrides })
  if (storage.type === 'storable') return [reasonOf('reply.stored', 'Nothing forbids to store it.')]
  return [explainRefusal(storage.reason, status), ...whoHasIt(storage.reason, candidate.sharedWith)]
}

/** RFC 9111 §4: it may be for those who have waited for it all the same. */
function whoHasIt(reason: string, sharedWith: 'all' | 'cookieless' | 'none'): readonly ExplainedReason[] {
  if (reason !== 'never-reusable' || sharedWith === 'none') return []
  const who = sharedWith === 'all' ? 'all who have' : 'those without a Cookie who have'
  return [reasonOf('reply.for-those-who-wait', `It is for ${who} waited for it, and for no later request.`)]
}
