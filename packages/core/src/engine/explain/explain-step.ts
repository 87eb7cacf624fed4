import type { StoredResponse } from '../../http/stored-response.ts'
import type { Millis } from '../../http/units.ts'
import type { TransactionEventType } from '../../machine/transaction-alphabet.ts'
import type { DeadlineKind, Input } from '../input.ts'
import { outcomeOf } from '../outcome.ts'
import { isObliged, type Transaction } from '../transaction.ts'
import { translate } from '../translate.ts'
import type { Verdict } from '../verdict.ts'
import { eventWords } from './event-words.ts'
import { explainAdmission } from './explain-admission.ts'
import { explainLookup } from './explain-lookup.ts'
import { explainMasking } from './explain-masking.ts'
import { explainReply } from './explain-reply.ts'
import type { ExplainedOutcome, ExplainedReason, Explanation, ReasonCode } from './explanation.ts'
import { reasonOf } from './reason-clauses.ts'

/** What is known beside an input. */
export interface Surroundings {
  readonly now: Millis
  /** All that is stored for the key. */
  readonly variants?: readonly StoredResponse[] | undefined
  /** The length of the selected body in bytes. */
  readonly length?: number | undefined
  /** The transaction whose fetch may be joined. */
  readonly leader?: number | undefined
}

/**
 * What an input means to a transaction, and why: the verdict is that of `translate`, and each reason is asked of the same
 * policy. The transaction stays as it is.
 */
export function explainStep(transaction: Transaction, input: Input, around: Surroundings): Explanation {
  const verdict = translate(transaction, input, around.now)
  const reasons = reasonsOf(transaction, input, { verdict, around })
  return {
    outcome: explainedOutcome(verdict),
    event: verdict.type,
    headline: headlineOf(verdict, reasons),
    reasons,
  }
}

interface Judged {
  readonly verdict: Verdict
  readonly around: Surroundings
}

function reasonsOf(
  transaction: Transaction,
  input: Input,
  { verdict, around }: Judged,
): readonly ExplainedReason[] {
  const { now } = around
  switch (input.type) {
    case 'request':
      return explainAdmission(transaction.request, transaction.mode).reasons
    case 'lookup':
      return explainLookup(transaction, { input, verdict, ...around })
    case 'reply':
      return explainReply(transaction, { input, verdict, now })
    case 'lookupError':
      return [reasonOf('store.failed', `The store has failed (${nameOf(input.error)}).`)]
    case 'replyError':
      return [
        reasonOf('origin.failed', `There is no reply of the origin (${nameOf(input.error)}).`),
        ...masking(transaction, now),
      ]
    case 'flightFailed':
      return [
        reasonOf('origin.failed', `The fetch that it waited for has failed (${nameOf(input.error)}).`),
        ...masking(transaction, now),
      ]
    case 'deadline':
      return [late(transaction, input.after, input.of), ...masking(transaction, now)]
    case 'flightReply':
      return [shared(verdict.type)]
    default:
      return []
  }
}

/** What an error is called. Its message may say what is for nobody else. */
function nameOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown'
  if ('code' in error && typeof error.code === 'string') return error.code
  return 'name' in error && typeof error.name === 'string' ? error.name : 'unknown'
}

/** RFC 5861 §4, where somebody waits for the origin. */
function masking(transaction: Transaction, now: Millis): readonly ExplainedReason[] {
  const { facts, stored, policy, state } = transaction
  const isWaiting = isObliged(transaction) || state.name === 'awaitFlight'
  return facts === null || !isWaiting ? [] : [explainMasking({ facts, stored, now, policy })]
}

function late({ state }: Transaction, after: Millis, of: DeadlineKind): ExplainedReason {
  const facts = [{ name: 'deadline', value: after, unit: 'ms' } as const]
  return state.name === 'awaitCache' && of === 'own'
    ? reasonOf('store.late', `The store did not answer within ${after} ms.`, facts)
    : reasonOf('deadline.over', `The deadline of ${after} ms is over (state ${state.name}).`, facts)
}

const shared = (event: TransactionEventType): ExplainedReason =>
  event === 'flight.shared'
    ? reasonOf('shared.for-both', 'What has come for the other request is what this one asks for, too.')
    : reasonOf(
        'shared.not-for-this',
        'What has come for the other request is not for this one: it differs in what was asked for, or in who asks.',
      )

function explainedOutcome(verdict: Verdict): ExplainedOutcome {
  switch (verdict.type) {
    case 'lookup.obliged':
    case 'lookup.leaseObliged':
    case 'refresh.begin':
    case 'refresh.leaseObliged':
      return verdict.ask === 'validate' ? 'revalidation' : 'miss'
    case 'lookup.failed':
    case 'flight.woken':
      return 'miss'
    case 'request.pass':
    case 'lookup.pass':
    case 'flight.passed':
      return 'pass'
    case 'lookup.joined':
    case 'deadline.joined':
    case 'lease.taken':
      return 'wait'
    default:
      return outcomeOf(verdict.type) ?? 'step'
  }
}

const outcomeWords: { readonly [Outcome in ExplainedOutcome]: string } = {
  'hit.fresh': 'Hit',
  'hit.stale': 'Stale hit',
  'hit.masked': 'Stale hit in place of an error',
  'miss.leader': 'Miss',
  'miss.follower': 'Miss, collapsed with another',
  revalidated: 'Revalidated',
  pass: 'Pass',
  uncacheable: 'Not stored',
  unsatisfied: 'Not satisfied (504)',
  error: 'Error',
  miss: 'Miss',
  revalidation: 'Revalidation',
  wait: 'Wait',
  step: '',
}

/** The reason that a headline tells, where it is not the first. */
const telling: { readonly [Event in TransactionEventType]?: ReasonCode } = {
  'lookup.pass': 'company.hit-for-pass',
  'lookup.joined': 'company.joined',
}

function headlineOf(verdict: Verdict, reasons: readonly ExplainedReason[]): string {
  const reason = reasons.find(({ what }) => what === telling[verdict.type]) ?? reasons[0]
  const word = verdict.type.startsWith('reply.')
    ? eventWords[verdict.type].slice(0, -1)
    : outcomeWords[explainedOutcome(verdict)]
  if (reason === undefined || word === '') return eventWords[verdict.type]
  return `${word}: ${reason.because.slice(0, 1).toLowerCase()}${reason.because.slice(1)}`
}
