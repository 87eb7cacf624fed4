import { withoutConnectionFields } from '../http/hop-by-hop.ts'
import type { RequestHead, ResponseHead } from '../http/message.ts'
import type { Millis } from '../http/units.ts'
import { decideAdmission } from '../policy/admit.ts'
import type { Policy } from '../policy/policy-options.ts'
import { isSharedWith } from '../policy/collapse.ts'
import { decidePassedReply } from '../policy/passed-reply.ts'
import { decideReply, decideReplyFailure } from '../policy/reply.ts'
import { readRequestFacts } from '../policy/request-facts.ts'
import { decideReuse } from '../policy/reuse.ts'
import { assertNever } from './assert-never.ts'
import { isForBoth } from './flight-identity.ts'
import { DeadlineError, ReplyStatusError, UnaskedNotModifiedError } from './engine-errors.ts'
import type { Input } from './input.ts'
import { isObliged, type Transaction } from './transaction.ts'
import type { Verdict } from './verdict.ts'
import type { CacheUse, ReplyFacts, ReuseVerdict } from '../policy/verdicts.ts'

type ObligedVerdict = Extract<ReuseVerdict, { readonly type: 'lookup.obliged' }>

type InputOf<Type extends Input['type']> = Extract<Input, { readonly type: Type }>

/**
 * What an input means to a transaction: raw input and the time go in, a verdict comes out, whose `type` is the event
 * for the machine. Changes nothing; `advance` keeps what later verdicts need.
 */
export const translate = (transaction: Transaction, input: Input, now: Millis): Verdict => {
  switch (input.type) {
    case 'request':
      return decideAdmission(transaction.request, transaction.mode)
    case 'refresh':
      return translateRefresh(transaction, input)
    case 'lookup':
      return translateLookup(transaction, input, now)
    case 'lookupError':
      return translateLookupError(transaction, input)
    case 'lease':
    case 'leaseError':
    case 'purged':
      return translateLease(input)
    case 'flightReply':
      return translateShared(transaction, input)
    case 'flightOver':
      return { type: `flight.${input.outcome}` }
    case 'flightFailed':
      return isMasked(transaction, now)
        ? { type: 'flight.masked', error: input.error }
        : { type: 'flight.landed' }
    case 'reply':
      return translateReply(transaction, input, now)
    case 'replyError':
      return translateFailure(transaction, input.error, now)
    case 'deadline':
      return translateDeadline(transaction, input, now)
    case 'clientGone':
      return { type: mayGoOn(transaction, input.others) ? 'client.gone' : 'client.goneLast' }
    case 'stop':
      return { type: 'fetch.stopped' }
    case 'bodyDone':
      return { type: 'delivery.done' }
    case 'bodyError':
      return { type: 'delivery.failed', error: input.error }
    default:
      return assertNever(input)
  }
}

const translateRefresh = (transaction: Transaction, { lease }: InputOf<'refresh'>): Verdict => ({
  type: lease === 'wanted' ? 'refresh.leaseObliged' : 'refresh.begin',
  ask: hasValidator(transaction) ? 'validate' : 'plain',
})

/** What becomes of the right to fetch, and of the wish for it. */
const translateLease = (input: InputOf<'lease' | 'leaseError' | 'purged'>): Verdict => {
  if (input.type === 'purged') return { type: 'purge.noted' }
  return input.type === 'lease'
    ? { type: `lease.${input.answer}` }
    : { type: 'lease.failed', error: input.error }
}

const translateLookup = (transaction: Transaction, input: InputOf<'lookup'>, now: Millis): Verdict => {
  const { facts, mode, policy } = transaction
  if (facts === null) throw new TypeError('a lookup has answered before the request was admitted')
  const { stored, variants } = input
  const { waitedSince } = transaction
  const verdict = decideReuse({ facts, stored, variants, mode, waitedSince, now, policy })
  if (verdict.type === 'lookup.obliged') {
    return collapsed(askedFor(transaction, verdict), input, transaction)
  }
  // RFC 5861 §3: the stale response goes out at once; one of those who serve it brings it up to date.
  if (verdict.type === 'lookup.stale' && verdict.refresh === 'elect' && input.refresh === 'open') {
    return { type: 'lookup.staleObliged' }
  }
  return verdict
}

/** Where the whole is wanted anew, what is missing of a part is of no use. */
const askedFor = ({ range }: Transaction, obliged: ObligedVerdict): ObligedVerdict =>
  range === 'dropped' && obliged.ask === 'complete' ? { ...obliged, ask: 'plain' } : obliged

/** Modes in which the caller wants the origin asked, whatever there is. Fetch §2.2.5 */
const alwaysAsking: ReadonlySet<CacheUse> = new Set(['no-cache', 'reload', 'invalidate'])

/** RFC 9111 §5.2.1.4: a client that wants the origin asked is not content with what was asked before it came. */
const isContentWithOthers = ({ facts, mode }: Transaction): boolean =>
  !alwaysAsking.has(mode) && facts?.directives?.noCache !== true

/** Whether a request that must go to the origin goes there itself. */
const collapsed = (obliged: ObligedVerdict, input: InputOf<'lookup'>, transaction: Transaction): Verdict => {
  const { reason, ask } = obliged
  if (input.mark === 'pass') return { type: 'lookup.pass', reason }
  if (reason === 'request' || !isContentWithOthers(transaction)) return obliged
  if (input.flight === 'joinable') return { type: 'lookup.joined', reason, ask }
  return input.lease === 'wanted' ? { type: 'lookup.leaseObliged', reason, ask } : obliged
}

/** A store that fails is no reason for all who want the same to ask the origin, each for itself. */
const translateLookupError = (transaction: Transaction, input: InputOf<'lookupError'>): Verdict => {
  const { error, flight, mark } = input
  if (!mayGoOnWithoutStore(transaction)) return { type: 'lookup.fatal', error }
  if (mark === 'pass') return { type: 'lookup.pass', reason: 'miss' }
  return flight === 'joinable' && isContentWithOthers(transaction)
    ? { type: 'lookup.joined', reason: 'miss', ask: 'plain' }
    : { type: 'lookup.failed', error }
}

const translateReply = (transaction: Transaction, input: InputOf<'reply'>, now: Millis): Verdict => {
  const { policy, mode, ask } = transaction
  const { reply, action } = input
  const facts = replyFactsOf(transaction, input, now)
  if (transaction.state.name === 'direct' || facts === null) {
    const exchange = exchangeOf(transaction, input, now)
    const ofRequest = transaction.facts ?? readRequestFacts(exchange.request)
    return decidePassedReply({ ...exchange, facts: ofRequest, mode }, policy)
  }
  // A 304 answers conditions. Here were none, or none any more: asking again would go on for ever.
  if (reply.status === 304 && ask === 'plain') {
    return translateFailure(transaction, new UnaskedNotModifiedError(), now)
  }
  // What an origin that has failed says takes the place of nothing.
  if (mode === 'invalidate' && action === undefined && hasFailed(reply, policy))
    return { type: 'reply.decline' }
  const verdict = decideReply(facts, policy)
  // What another process has purged since it was asked for is not known; those who wait for it may have it.
  if (verdict.type === 'reply.store' && transaction.store === 'down')
    return { type: 'reply.decline', shared: verdict.stored }
  if (verdict.type !== 'reply.masked' && verdict.type !== 'reply.failed') return verdict
  return { type: verdict.type, error: new ReplyStatusError(reply.status) }
}

type JudgedReply = Pick<InputOf<'reply'>, 'reply' | 'overrides' | 'action'>

const exchangeOf = (transaction: Transaction, { reply, overrides }: JudgedReply, now: Millis) => ({
  request: asSent(transaction.request),
  reply,
  requestTime: transaction.requestTime,
  responseTime: now,
  overrides: overrides ?? transaction.storage,
  namedUrl: transaction.namedUrl,
})

/** All by which the reply to an obliged transaction is judged; `null` where nothing was asked of the cache. */
export const replyFactsOf = (
  transaction: Transaction,
  input: JudgedReply,
  now: Millis,
): ReplyFacts | null => {
  const { facts, stored, ask, history } = transaction
  if (facts === null) return null
  const background = history.role === 'background'
  return { ...exchangeOf(transaction, input, now), facts, stored, ask, background, action: input.action }
}

const hasFailed = ({ status }: ResponseHead, { errorStatuses }: Policy): boolean =>
  status >= 500 || errorStatuses.includes(status)

/**
 * RFC 9111 §4.1: the origin has selected by what it was sent. A field that Connection names stays behind, and must not
 * say for which later requests the response is right.
 */
const asSent = (request: RequestHead): RequestHead => {
  const fields = withoutConnectionFields(request.fields)
  return fields === request.fields ? request : { ...request, fields }
}

/** What has come for another may be for this one as well; or in the store; or was for somebody else's session. */
const translateShared = (transaction: Transaction, { stored }: InputOf<'flightReply'>): Verdict => {
  if (isForBoth(transaction, stored)) return { type: 'flight.shared', stored }
  // The next to ask would not have it either: to wait for each other would make all of them slow.
  const isApart = transaction.facts !== null && !isSharedWith(transaction.facts, stored)
  return { type: isApart ? 'flight.passed' : 'flight.landed' }
}

/** No reply that is of any use. */
const translateFailure = (transaction: Transaction, error: unknown, now: Millis): Verdict => ({
  type: isMasked(transaction, now) ? 'reply.masked' : 'reply.failed',
  error,
})

const translateDeadline = (transaction: Transaction, input: InputOf<'deadline'>, now: Millis): Verdict => {
  const state = transaction.state.name
  const error = new DeadlineError(state, input.after, input.of)
  if (input.of === 'transaction') {
    if (state === 'awaitLease.background') return { type: 'deadline.passed', error }
    // The client is told; what it has begun may be of use to others all the same.
    return { type: state === 'awaitBackend.attached' ? 'deadline.detached' : 'deadline.failed', error }
  }
  switch (state) {
    case 'awaitFlight':
      return { type: afterWaiting(transaction, now), error }
    case 'awaitCache':
      return { type: afterLookup(transaction, input), error }
    case 'awaitLease.asked':
    case 'awaitLease.parked':
    case 'awaitLease.background':
      return { type: 'deadline.passed', error }
    case 'awaitBackend.attached':
    case 'awaitBackend.detached':
      return { type: isMasked(transaction, now) ? 'deadline.masked' : 'deadline.failed', error }
    default:
      return { type: 'deadline.failed', error }
  }
}

/** What becomes of one whom the store has not answered in time. */
const afterLookup = (
  transaction: Transaction,
  { flight }: InputOf<'deadline'>,
): `deadline.${'passed' | 'joined' | 'failed'}` => {
  if (!mayGoOnWithoutStore(transaction)) return 'deadline.failed'
  return flight === 'joinable' && isContentWithOthers(transaction) ? 'deadline.joined' : 'deadline.passed'
}

/** What becomes of a follower that has waited for too long. */
const afterWaiting = (
  transaction: Transaction,
  now: Millis,
): `deadline.${'passed' | 'masked' | 'failed'}` => {
  const { onTimeout } = transaction.rules
  if (onTimeout === 'stale') return isMasked(transaction, now) ? 'deadline.masked' : 'deadline.failed'
  return onTimeout === 'pass' ? 'deadline.passed' : 'deadline.failed'
}

/** RFC 5861 §4: whether the stored response may stand in for an error. Where nothing was asked of the cache, nothing may. */
const isMasked = (transaction: Transaction, now: Millis): boolean => {
  const { facts, stored, policy } = transaction
  const isWaiting = isObliged(transaction) || transaction.state.name === 'awaitFlight'
  if (facts === null || !isWaiting) return false
  return decideReplyFailure({ facts, stored, now, policy }) === 'reply.masked'
}

const mayGoOnWithoutStore = ({ facts, mode, policy }: Transaction): boolean =>
  policy.onStoreFailure === 'pass' &&
  mode !== 'only-if-cached' &&
  mode !== 'fresh' &&
  facts?.directives?.onlyIfCached !== true

const hasValidator = ({ stored }: Transaction): boolean =>
  stored !== null && (stored.etag !== null || stored.lastModified !== null)

/** Whether a transaction goes on without its client: what it has asked for may be worth having all the same. */
const mayGoOn = (transaction: Transaction, others: number): boolean => {
  if (!isObliged(transaction)) return true
  const { leaderLeaves } = transaction.rules
  if (leaderLeaves === 'stop') return false
  // A reply to HEAD has no body to store.
  return others > 0 || (leaderLeaves === 'finish' && transaction.request.method !== 'HEAD')
}
