import type { ResponseHead } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis, Seconds } from '../http/units.ts'
import { currentAge } from '../policy/current-age.ts'
import { createStoredResponse } from '../policy/create-stored.ts'
import { actionOf, obstacleTo, type StorageAction } from '../policy/forced-action.ts'
import { decideReply, decideReplyFailure } from '../policy/reply.ts'
import type { StoringOverrides } from '../policy/storage-overrides.ts'
import type { Transaction } from './transaction.ts'
import { replyFactsOf } from './translate.ts'

/** What policy would do with a reply as it is now. */
export interface Suggestion {
  readonly action: StorageAction
  /** As it would be stored, or would bring up to date what is. */
  readonly stored: StoredResponse
  readonly age: Seconds
}

/** What a reply to an obliged transaction would lead to, if nobody changed anything any more. */
export const suggestionFor = (
  transaction: Transaction,
  reply: { readonly head: ResponseHead; readonly overrides: StoringOverrides | undefined },
  now: Millis,
): Suggestion => {
  const facts = replyFactsOf(transaction, { reply: reply.head, overrides: reply.overrides }, now)
  if (facts === null) throw new TypeError('a reply came to a transaction without facts')
  const { policy } = transaction
  const verdict = decideReply(facts, policy)
  const stored = verdict.type === 'reply.freshen' ? verdict.stored : createStoredResponse(facts, policy)
  return { action: actionOf(verdict), stored, age: currentAge(stored, now) }
}

/** Whether the stored response could stand in, if this reply were an error. RFC 5861 §4 */
export const mayMask = ({ facts, stored, policy }: Transaction, now: Millis): boolean =>
  facts !== null && decideReplyFailure({ facts, stored, now, policy }) === 'reply.masked'

/** Why an action is none for a reply; `null` where it is one. */
export const obstacle = (
  action: StorageAction,
  { request }: Transaction,
  head: ResponseHead,
): string | null => obstacleTo(action, request.method, head)

/** Whether a reply is one that can only be answered by asking again: a 304 that fits nothing. RFC 9111 §4.3.4 */
export const isOrphaned = (transaction: Transaction, head: ResponseHead, now: Millis): boolean => {
  if (head.status !== 304) return false
  const facts = replyFactsOf(transaction, { reply: head, overrides: undefined }, now)
  return facts !== null && decideReply(facts, transaction.policy).type === 'reply.orphaned'
}
