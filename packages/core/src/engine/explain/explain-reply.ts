import type { Millis } from '../../http/units.ts'
import type { ReplyFacts } from '../../policy/verdicts.ts'
import type { Input } from '../input.ts'
import type { Transaction } from '../transaction.ts'
import { replyFactsOf } from '../translate.ts'
import type { Verdict } from '../verdict.ts'
import { explainArrival, explainLifetime } from './explain-lifetime.ts'
import { explainMasking } from './explain-masking.ts'
import { explainNaturally } from './explain-reply-naturally.ts'
import type { ExplainedReason } from './explanation.ts'
import { reasonOf } from './reason-clauses.ts'

/** A reply that has come, and what was concluded of it. */
export interface AnsweredRequest {
  readonly input: Extract<Input, { readonly type: 'reply' }>
  readonly verdict: Verdict
  readonly now: Millis
}

/** Why a reply was stored, or was not, and what it does to what was stored before. */
export function explainReply(
  transaction: Transaction,
  answered: AnsweredRequest,
): readonly ExplainedReason[] {
  const { input, now, verdict } = answered
  const reply = replyFactsOf(transaction, input, now)
  if (transaction.state.name === 'direct' || reply === null) return [passed(transaction, verdict)]
  if (input.reply.status === 304 && transaction.ask === 'plain')
    return [unasked, explainMasking({ ...reply, now, policy: transaction.policy })]
  const { mode, policy, store } = transaction
  const natural = explainNaturally({ ...reply, action: undefined }, policy)
  if (input.action !== undefined) return [chosen(reply), ...natural]
  if (verdict.type === 'reply.decline' && mode === 'invalidate' && isError(reply, policy.errorStatuses))
    return [keepsOld]
  if (store === 'down' && verdict.type === 'reply.decline' && natural[0]?.what === 'reply.stored')
    return [storeDown, ...natural]
  return verdict.type === 'reply.store' ? [...natural, ...lasting(verdict, transaction)] : natural
}

const isError = ({ reply: { status } }: ReplyFacts, errorStatuses: readonly number[]): boolean =>
  status >= 500 || errorStatuses.includes(status)

const lasting = (
  { stored }: Extract<Verdict, { readonly type: 'reply.store' }>,
  { policy }: Transaction,
): readonly ExplainedReason[] => [...explainLifetime(stored, policy), ...explainArrival(stored)]

const unasked = reasonOf(
  'reply.not-modified-unasked',
  'The origin says "not modified" (304), though nothing was asked on a condition.',
)

const keepsOld = reasonOf(
  'reply.error-invalidates-nothing',
  'The origin failed: what is stored stays, and the error takes the place of nothing.',
)

const storeDown = reasonOf(
  'reply.store-down',
  'The store did not answer before: what was purged meanwhile is not known, and the reply is not stored.',
)

const chosen = ({ action }: ReplyFacts): ExplainedReason =>
  reasonOf('reply.chosen', `A hook has chosen what becomes of it: "${action}". By itself:`)

/** Of a request that went to the origin as it was. */
function passed({ reason }: Transaction, verdict: Verdict): ExplainedReason {
  switch (verdict.type) {
    case 'reply.invalidating':
      return reasonOf(
        'reply.invalidates',
        'An unsafe request has succeeded: what is stored for its URI, and for those that its reply names, is removed.',
      )
    case 'reply.replacing':
      return reasonOf(
        'reply.replaces',
        'The reply says that it is what a GET would now be answered, and for how long: it is stored.',
      )
    default:
      return reasonOf(
        'reply.passed',
        `The request went to the origin as it was${reason === null ? '' : ` (fwd=${reason})`}: its reply is passed on.`,
      )
  }
}
