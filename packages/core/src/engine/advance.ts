import type { Millis } from '../http/units.ts'
import type { Input } from './input.ts'
import type { Transaction } from './transaction.ts'
import type { TransactionEdge } from './transaction-table.ts'
import { translate } from './translate.ts'
import type { Verdict } from './verdict.ts'

/** One advance of a transaction: what was concluded, and the edge that was taken; its effects are still to be carried out. */
export interface Advance {
  readonly verdict: Verdict
  readonly edge: TransactionEdge
}

/**
 * Takes a transaction one input further: translate, step, remember. Everything or nothing: when the event is illegal,
 * the transaction is as it was.
 *
 * @throws IllegalEventError (`ERR_ILLEGAL_EVENT`)
 */
export const advance = (transaction: Transaction, input: Input, now: Millis): Advance => {
  const verdict = translate(transaction, input, now)
  const edge = transaction.interpreter.step(transaction, verdict.type)
  transaction.state = edge.target
  transaction.history.record(verdict.type, edge.target.name, now)
  // Fetch §2.2.5: `reload` is for what the origin says now, also when that is an error.
  if (input.type === 'lookup' && looksAtStored(transaction)) transaction.stored = input.stored
  note(transaction, verdict, now)
  return { verdict, edge }
}

const looksAtStored = ({ mode }: Transaction): boolean => mode !== 'reload' && mode !== 'invalidate'

/** What later verdicts, and the effects of this one, need to know. */
const note = (transaction: Transaction, verdict: Verdict, now: Millis): void => {
  switch (verdict.type) {
    case 'request.lookup':
      transaction.facts = verdict.facts
      return
    case 'request.pass':
    case 'lookup.pass':
      transaction.reason = verdict.reason
      return
    case 'lookup.joined':
      transaction.waitedSince ??= now
      transaction.history.role = 'follower'
      transaction.reason = verdict.reason
      transaction.ask = verdict.ask
      return
    case 'lookup.obliged':
      transaction.history.role = 'leader'
      transaction.reason = verdict.reason
      transaction.ask = verdict.ask
      return
    case 'flight.woken':
      transaction.history.role = 'leader'
      return
    case 'flight.passed':
    case 'deadline.passed':
      transaction.history.role = 'client'
      return
    case 'refresh.begin':
      transaction.ask = verdict.ask
      return
    case 'reply.orphaned':
      transaction.ask = 'plain'
      return
    default:
  }
}
