import type { Millis } from '../http/units.ts'
import type { TransactionEventType } from '../machine/transaction-alphabet.ts'
import type { Input } from './input.ts'
import type { Role } from './trace.ts'
import { isObliged, type Transaction } from './transaction.ts'
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
  const hasFailed = isStoreFailure(transaction, input)
  const edge = transaction.interpreter.step(transaction, verdict.type)
  transaction.state = edge.target
  transaction.history.record(verdict.type, edge.target.name, now)
  // Fetch §2.2.5: `reload` is for what the origin says now, also when that is an error.
  if (input.type === 'lookup') {
    if (looksAtStored(transaction)) transaction.stored = input.stored
    transaction.store = 'up'
  }
  if (hasFailed) forgetStored(transaction)
  note(transaction, verdict, now)
  return { verdict, edge }
}

/** It was asked, and has not answered in time, or with an error. */
const isStoreFailure = ({ state }: Transaction, { type }: Input): boolean =>
  type === 'lookupError' || (type === 'deadline' && state.name === 'awaitCache')

/** What it has found before, when it looked more than once, is as uncertain as all the rest. */
const forgetStored = (transaction: Transaction): void => {
  transaction.store = 'down'
  transaction.stored = null
  transaction.ask = 'plain'
}

/**
 * From when on what is stored has come for this transaction, though another process has asked for it. What was there before
 * has not, by whichever clock it is dated.
 */
const afterStored = ({ stored }: Transaction, now: Millis): Millis =>
  stored === null ? now : Math.max(now, stored.responseTime + 1)

/** A refresh in the background stays one, whatever becomes of it. */
const assignRole = ({ history }: Transaction, role: Role): void => {
  if (history.role !== 'background') history.role = role
}

const looksAtStored = ({ mode }: Transaction): boolean => mode !== 'reload' && mode !== 'invalidate'

/** What later verdicts, and the effects of this one, need to know. */
const note = (transaction: Transaction, verdict: Verdict, now: Millis): void => {
  noteRole(transaction, verdict.type)
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
      transaction.reason = verdict.reason
      transaction.ask = verdict.ask
      return
    case 'deadline.joined':
      transaction.waitedSince ??= now
      return
    case 'lease.taken':
      transaction.waitedSince ??= afterStored(transaction, now)
      return
    case 'lookup.obliged':
    case 'lookup.leaseObliged':
      transaction.reason = verdict.reason
      transaction.ask = verdict.ask
      return
    case 'refresh.begin':
    case 'refresh.leaseObliged':
      transaction.ask = verdict.ask
      return
    case 'reply.orphaned':
      transaction.ask = 'plain'
      return
    default:
  }
}

/** What a transaction becomes to others by an event. */
const noteRole = (transaction: Transaction, event: TransactionEventType): void => {
  switch (event) {
    case 'lookup.joined':
    case 'deadline.joined':
      return assignRole(transaction, 'follower')
    case 'lookup.obliged':
    case 'lookup.leaseObliged':
    case 'lookup.failed':
    case 'flight.woken':
      return assignRole(transaction, 'leader')
    case 'deadline.passed':
      return assignRole(transaction, isObliged(transaction) ? 'leader' : 'client')
    case 'flight.passed':
    case 'lease.ended':
    case 'purge.noted':
      return assignRole(transaction, 'client')
    default:
  }
}
