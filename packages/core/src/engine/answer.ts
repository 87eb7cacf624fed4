import type { ResponseHead } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis } from '../http/units.ts'
import {
  presentForwarded,
  presentStored,
  presentUnsatisfied,
  type ForwardOutcome,
} from '../policy/present.ts'
import { ReplyStatusError } from './engine-errors.ts'
import type { Transaction } from './transaction.ts'
import type { Verdict } from './verdict.ts'

/** The head that goes to the client, and where its body is to come from. */
export interface Answer {
  readonly head: ResponseHead
  readonly body: 'stored' | 'reply' | 'none'
  readonly source: 'stored' | 'origin' | 'cache'
  /** The error that a stored response stands in for; `undefined` where there was none. */
  readonly maskedError: unknown
}

/** What a verdict that orders `client.respond` answers with; `reply` is the origin's head, where one has come. */
export const answer = (
  transaction: Transaction,
  verdict: Verdict,
  { reply, now }: { readonly reply: ResponseHead | undefined; readonly now: Millis },
): Answer => {
  const reason = transaction.reason ?? 'miss'
  const { policy } = transaction
  switch (verdict.type) {
    case 'lookup.fresh':
    case 'lookup.stale':
    case 'lookup.staleObliged':
      return fromStored(transaction, now, { stored: transaction.stored })
    case 'reply.freshen':
      return fromStored(transaction, now, { stored: verdict.stored, after: { type: 'validated', reason } })
    case 'reply.masked':
    case 'deadline.masked': {
      const after = { type: 'masked', reason, status: statusOf(verdict.error) } as const
      return {
        ...fromStored(transaction, now, { stored: transaction.stored, after }),
        maskedError: verdict.error,
      }
    }
    case 'request.unsatisfied':
    case 'lookup.unsatisfied':
      return { head: presentUnsatisfied(policy), body: 'none', source: 'cache', maskedError: undefined }
    default: {
      if (reply === undefined) throw new TypeError(`${verdict.type} has nothing to answer with`)
      const storage = verdict.type === 'reply.store' ? 'stored' : 'not-stored'
      const head = presentForwarded(reply, { reason, storage, policy })
      return { head, body: 'reply', source: 'origin', maskedError: undefined }
    }
  }
}

const statusOf = (error: unknown): number | null => (error instanceof ReplyStatusError ? error.status : null)

const fromStored = (
  { facts, policy }: Transaction,
  now: Millis,
  { stored, after }: { readonly stored: StoredResponse | null; readonly after?: ForwardOutcome },
): Answer => {
  if (stored === null || facts === null) throw new TypeError('no stored response was selected')
  const head = presentStored(
    after === undefined ? { facts, stored, now, policy } : { facts, stored, now, policy, after },
  )
  return { head, body: head.content === 'none' ? 'none' : 'stored', source: 'stored', maskedError: undefined }
}
