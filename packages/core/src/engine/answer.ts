import type { ResponseHead } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis } from '../http/units.ts'
import {
  presentForwarded,
  presentStored,
  presentUnsatisfied,
  type BodyCut,
  type ForwardOutcome,
} from '../policy/present.ts'
import { isNotModified } from '../policy/precondition.ts'
import type { ForwardReason } from '../policy/verdicts.ts'
import { ReplyStatusError } from './engine-errors.ts'
import type { Transaction } from './transaction.ts'
import type { Verdict } from './verdict.ts'

/** The head that goes to the client, and where its body is to come from. */
export interface Answer {
  readonly head: ResponseHead
  /** `shared`: the body of another transaction's reply. `spliced`: the reply's body together with slices of the stored one, as the verdict says. */
  readonly body: 'stored' | 'reply' | 'spliced' | 'shared' | 'none'
  /** What of the stored body is meant; `null`: all of it. */
  readonly cut: BodyCut | null
  readonly source: 'stored' | 'origin' | 'cache'
  /** The error that a stored response stands in for; `undefined` where there was none. */
  readonly maskedError: unknown
  /** What is stored, or about to be, of what the client is given; `null` where nothing is. */
  readonly stored: StoredResponse | null
}

/** What an answer is made of beside the verdict. */
export interface AnswerMaterial {
  /** The origin's head, where one has come. */
  readonly reply: ResponseHead | undefined
  /** The length of the stored body in bytes, where there is one and its length is known. */
  readonly storedLength: number | undefined
  readonly now: Millis
}

/** What a verdict that orders `client.respond` answers with. */
export const answer = (transaction: Transaction, verdict: Verdict, material: AnswerMaterial): Answer => {
  const { policy, stored } = transaction
  const reason = transaction.reason ?? 'miss'
  const status = material.reply?.status ?? 0
  switch (verdict.type) {
    case 'lookup.fresh':
    case 'lookup.stale':
    case 'lookup.staleObliged':
      return fromLookup(transaction, material)
    case 'flight.shared': {
      const shared = fromStored(transaction, material, collapsedOnto(verdict.stored, reason))
      return { ...shared, body: shared.body === 'none' ? 'none' : 'shared', source: 'origin' }
    }
    case 'reply.freshen':
      return fromStored(transaction, material, {
        stored: verdict.stored,
        after: { type: 'validated', reason, status },
      })
    case 'reply.masked':
    case 'flight.masked':
    case 'deadline.masked': {
      const after = { type: 'masked', reason, status: statusOf(verdict.error) } as const
      return { ...fromStored(transaction, material, { stored, after }), maskedError: verdict.error }
    }
    case 'reply.store':
    case 'reply.combine': {
      const fetched = { stored: verdict.stored, after: { type: 'fetched', reason, status } } as const
      const isWhole = verdict.type === 'reply.combine' && verdict.splice.answer === 'whole'
      if (!isWhole && !isHeldByClient(transaction, verdict.stored, material.now)) break
      const whole = fromStored(transaction, { ...material, storedLength: undefined }, fetched)
      return { ...whole, body: whole.body === 'none' ? 'none' : 'spliced', source: 'origin' }
    }
    case 'request.unsatisfied':
    case 'lookup.unsatisfied':
      return { ...noBody, head: presentUnsatisfied(policy), source: 'cache' }
    default:
  }
  return forwarded(transaction, verdict, material)
}

/** Whether the stored response is what this request has waited for. */
const isOfFlight = ({ waitedSince, stored }: Transaction): boolean =>
  waitedSince !== null && stored !== null && stored.responseTime >= waitedSince

const collapsedOnto = (stored: StoredResponse, reason: ForwardReason) =>
  ({ stored, after: { type: 'collapsed', reason, status: stored.status } }) as const

const fromLookup = (transaction: Transaction, material: AnswerMaterial): Answer => {
  const { stored, reason } = transaction
  const isShared = stored !== null && reason !== null && isOfFlight(transaction)
  return fromStored(transaction, material, isShared ? collapsedOnto(stored, reason) : { stored })
}

const noBody = { body: 'none', cut: null, maskedError: undefined, stored: null } as const

/** Verdicts by which the reply, too, is on its way to the store. */
const storing: ReadonlySet<Verdict['type']> = new Set(['reply.store', 'reply.combine', 'reply.replacing'])

const forwarded = (
  { policy, reason }: Transaction,
  verdict: Verdict,
  { reply, now }: AnswerMaterial,
): Answer => {
  const { type } = verdict
  if (reply === undefined) throw new TypeError(`${type} has nothing to answer with`)
  const storage = storing.has(type) ? 'stored' : 'not-stored'
  const head = presentForwarded(reply, { reason: reason ?? 'miss', storage, now, policy })
  const stored = storage === 'stored' && 'stored' in verdict ? verdict.stored : null
  return { head, body: 'reply', cut: null, source: 'origin', maskedError: undefined, stored }
}

/**
 * The client's own conditions were not sent, so that the whole response would come. What has come is held against them
 * here: a client that has it already need not be sent it again. RFC 9111 §4.3.2. (Where only the Date could tell, the
 * second in which the client's copy was made may be this one: it is sent the whole.)
 */
const isHeldByClient = ({ facts }: Transaction, stored: StoredResponse, now: Millis): boolean => {
  if (facts === null) return false
  const canTell = facts.ifNoneMatch !== null || stored.lastModified !== null
  return canTell && isNotModified(facts, stored, now)
}

const statusOf = (error: unknown): number | null => (error instanceof ReplyStatusError ? error.status : null)

const fromStored = (
  { facts, policy }: Transaction,
  { storedLength: length, now }: AnswerMaterial,
  { stored, after }: { readonly stored: StoredResponse | null; readonly after?: ForwardOutcome },
): Answer => {
  if (stored === null || facts === null) throw new TypeError('no stored response was selected')
  const head = presentStored(
    after === undefined
      ? { facts, stored, length, now, policy }
      : { facts, stored, length, now, policy, after },
  )
  const { content } = head
  if (content === 'none') return { ...noBody, head, source: 'stored', stored }
  return {
    head,
    body: 'stored',
    cut: content === 'full' ? null : content,
    source: 'stored',
    maskedError: undefined,
    stored,
  }
}
