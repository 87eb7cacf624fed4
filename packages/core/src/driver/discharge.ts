import { isSameVariant } from '../engine/flight-identity.ts'
import { announcedLength } from '../engine/incoming-reply.ts'
import type { Verdict } from '../engine/verdict.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { StoreWriter, WriteClaim } from '../ports/store.ts'
import type { BodyRelay } from './body-relay.ts'
import { AccountedWriter } from './accounted-writer.ts'
import { noBytes } from './bytes-body.ts'
import { changeStore } from './change-store.ts'
import { createRelay } from './create-relay.ts'
import { exactWriter } from './exact-writer.ts'
import type { FlightRun, SharedReply } from './flight-run.ts'
import { spliceWriter } from './splice-writer.ts'
import type { TransactionRun } from './transaction-run.ts'

/** The reply is stored: its body goes to the store, whoever else reads it. */
export const insert = (run: TransactionRun, verdict: Verdict): void => {
  if (verdict.type !== 'reply.store') throw new TypeError(`nothing to insert after ${verdict.type}`)
  const { stored } = verdict
  run.environment.marks.remove(run.key)
  fenceIfOutOfDate(run, stored)
  supplant(run)
  const relay = relayOf(run)
  const taken = keep(run, () => writerFor(run, stored), relay)
  const flight = flightOf(run)
  // What the store will not take is not worth waiting for: there would be nothing for those who come late, or are slow.
  if (taken === 'refused' && flight.followers > 0) return flight.feed('reply.uncacheable')
  flight.shared = sharedOf(run, { stored, relay })
  // Who comes later would wait in vain for what is not being stored.
  flight.feed(taken === 'accepted' ? 'reply.store' : 'reply.share')
}

/** The reply to an unsafe request is what a GET would now be answered: it is stored. RFC 9110 §9.3.3 */
export const replace = (run: TransactionRun, verdict: Verdict): void => {
  if (verdict.type !== 'reply.replacing') throw new TypeError(`nothing to replace after ${verdict.type}`)
  // Nobody joins it; but a change that comes while it arrives has to find it.
  const flight = run.environment.flights.begin(run)
  run.flight = flight
  fenceIfOutOfDate(run, verdict.stored)
  const relay = relayOf(run)
  keep(run, () => writerFor(run, verdict.stored), relay)
  flight.shared = sharedOf(run, { stored: verdict.stored, relay })
  flight.feed('reply.store')
}

/** The reply is a part of what is stored a part of: both together are stored. RFC 9111 §3.4 */
export const combine = (run: TransactionRun, verdict: Verdict): void => {
  const { entry } = run
  if (verdict.type !== 'reply.combine' || entry === undefined)
    throw new TypeError(`nothing to combine after ${verdict.type}`)
  fenceIfOutOfDate(run, verdict.stored)
  const relay = relayOf(run)
  const flight = flightOf(run)
  const taken = keep(
    run,
    () => spliceWriter(combinedWriter(run, verdict.stored), entry, verdict.splice),
    relay,
  )
  if (taken !== 'accepted' && !flight.isFenced) flight.feed('flight.purged')
  // Its followers want the whole, of which this is a part: they find it in the store.
  flight.shared = { flight, stored: verdict.stored, bytes: undefined, relay, isWhole: false }
  flight.feed('reply.combine')
}

/** What was purged after it was asked for may be what has come: it is for those who waited before that, and not to be kept. */
const fenceIfOutOfDate = (run: TransactionRun, stored: StoredResponse): void => {
  const flight = flightOf(run)
  const isOvertaken = flight.overtakenBy?.some((newer) => isSameVariant(newer, stored)) === true
  if (isOvertaken && !flight.isFenced) flight.feed('flight.purged')
  const purged = run.purgeOf(stored)
  if (purged === undefined) return
  // It may have been fenced since: those who joined between the two wait all the same.
  if (!flight.isFenced) flight.feed('flight.purged')
  flight.sendOn(({ followsSince }) => followsSince >= purged)
}

/** The origin has succeeded: where that is to leave nothing old behind, all that was stored for the key goes. */
const supplant = (run: TransactionRun): void => {
  const { environment, key, transaction, flight } = run
  if (transaction.mode !== 'invalidate' || flight === undefined) return
  // This would seem to have purged what is fetched already: only what is purged from here on concerns that.
  run.moment = null
  // The store first: whoever is fenced off asks it again.
  changeStore(run, { during: 'invalidate', key, work: () => environment.store.delete(key) })
  environment.flights.purgeOthers(flight)
}

const flightOf = ({ flight }: TransactionRun): FlightRun => {
  if (flight === undefined) throw new TypeError('a transaction that was obliged leads no flight')
  return flight
}

const relayOf = (run: TransactionRun): BodyRelay => {
  run.relay = createRelay(run, run.reply?.body ?? noBytes)
  return run.relay
}

const sharedOf = (
  run: TransactionRun,
  { stored, relay }: { readonly stored: StoredResponse; readonly relay: BodyRelay },
): SharedReply => {
  const body = run.reply?.body ?? noBytes
  const bytes = body instanceof Uint8Array ? body : undefined
  return { flight: flightOf(run), stored, bytes, relay, isWhole: true }
}

/** By what right the transaction writes: what others have purged since it looked, or fetched after it, is told by that. */
const claimOf = ({ moment, flight }: TransactionRun): WriteClaim | undefined => {
  const lease = flight?.grant
  if (lease === undefined) return moment === undefined || moment === null ? undefined : { moment }
  return { moment: moment ?? undefined, lease }
}

/** Others may have purged what it has fetched, and there is no telling: it was asked for without asking the store. */
const isBlind = ({ environment, moment }: TransactionRun): boolean =>
  moment === undefined && environment.purges.byOthers === 'possible'

/** A writer for the response. What a part announces to be is what it has to be: by that it is cut and put together. */
const writerFor = (run: TransactionRun, stored: StoredResponse): StoreWriter => {
  const writer = run.environment.store.put(run.key, stored, claimOf(run))
  return stored.part === null ? writer : exactWriter(writer, stored.part.length)
}

/** The same for parts put together, of which each might have fewer bytes than it said. */
const combinedWriter = (run: TransactionRun, stored: StoredResponse): StoreWriter => {
  const writer = run.environment.store.put(run.key, stored, claimOf(run))
  const expected = announcedLength(stored)
  return expected === undefined ? writer : exactWriter(writer, expected)
}

/** `refused`: the store does not take it; `untried`: it was not asked to. */
type Keeping = 'accepted' | 'refused' | 'untried'

/** Lets the body go to the store, unless what was asked for is out of date by now. */
const keep = (run: TransactionRun, begin: () => StoreWriter, relay: BodyRelay): Keeping => {
  const { environment, id, key, flight } = run
  if (flight?.isFenced === true) return 'accepted'
  if (isBlind(run)) return 'untried'
  const obstacle = environment.writes.obstacle()
  if (obstacle !== undefined) {
    environment.tolerate({ transaction: id, key, during: 'write', error: obstacle })
    // Those who wait for the same share what comes all the same.
    return 'untried'
  }
  try {
    const writer = new AccountedWriter(begin(), environment.account)
    return relay.storeWith(writer, flight !== undefined && flight.followers > 0 ? 'probe' : undefined)
  } catch (error) {
    environment.writes.failed()
    environment.tolerate({ transaction: id, key, during: 'write', error })
    return 'refused'
  }
}

/** The stored response gets the head that a reply brought up to date; its body stays. RFC 9111 §4.3.4 */
export const freshen = (run: TransactionRun, verdict: Verdict): void => {
  if (verdict.type !== 'reply.freshen') throw new TypeError(`nothing to freshen after ${verdict.type}`)
  discard(run)
  changeHead(run, verdict)
}

/** The stored response is not right any more: it counts as stale. RFC 9111 §4.3.5 */
export const expire = (run: TransactionRun, verdict: Verdict): void => {
  if (verdict.type !== 'reply.expire') throw new TypeError(`nothing expires after ${verdict.type}`)
  changeHead(run, verdict)
}

type HeadChange = Extract<Verdict, { readonly type: 'reply.freshen' | 'reply.expire' }>

/** Those who wait look into the store when it has changed, not before. */
const changeHead = (run: TransactionRun, { type, stored }: HeadChange): void => {
  const { environment, key, entry } = run
  if (entry === undefined) throw new TypeError('nothing is stored whose head could change')
  fenceIfOutOfDate(run, stored)
  // RFC 9111 §4.4: what was asked before a purge does not make fresh what that has made stale.
  if (flightOf(run).isFenced) return flightOf(run).conclude(type)
  const work = () => environment.store.freshen(key, entry, stored, claimOf(run))
  changeStore(run, { during: 'freshen', key, work, whenDone: () => flightOf(run).conclude(type) })
}

/** The obligation ends without anything new in the store. */
export const release = (run: TransactionRun, verdict: Verdict): void => {
  const { environment, key } = run
  if (isSupplanted(run, verdict)) supplant(run)
  else if (isObsolete(run, verdict)) {
    changeStore(run, { during: 'invalidate', key, work: () => environment.store.delete(key) })
  }
  tellFlight(run, verdict)
  // Whatever nobody is given is not left standing in the connection either.
  if (verdict.type === 'reply.masked' || run.transaction.state.final) discard(run)
}

/** What those who wait for the same are told of an outcome that stores nothing. */
const tellFlight = (run: TransactionRun, verdict: Verdict): void => {
  const flight = flightOf(run)
  switch (verdict.type) {
    case 'reply.decline':
      if (verdict.shared === undefined || flight.followers === 0) return flight.feed('reply.decline')
      fenceIfOutOfDate(run, verdict.shared)
      flight.shared = sharedOf(run, { stored: verdict.shared, relay: relayOf(run) })
      return flight.feed('reply.share')
    case 'reply.uncacheable':
      return flight.feed('reply.uncacheable')
    case 'reply.masked':
    case 'deadline.masked':
      return flight.feed('reply.masked')
    case 'client.goneLast':
    case 'fetch.stopped':
      return flight.feed('fetch.stopped')
    default:
      return flight.feed('reply.failed')
  }
}

/**
 * Statuses that are about the request, and say nothing of what is stored: RFC 9110 §15.3.7 and §15.5.17 answer a Range,
 * RFC 6585 this client alone.
 */
const aboutTheRequest = new Set([206, 416, 428, 429, 431, 511])

/**
 * RFC 9111 §4.3.3: a full response says that the stored one is not suitable any more. When the new one may not be
 * stored, nothing remains; an error status says nothing of the kind.
 */
const isObsolete = ({ transaction, entry, reply, flight }: TransactionRun, verdict: Verdict): boolean =>
  (verdict.type === 'reply.decline' || verdict.type === 'reply.uncacheable') &&
  entry !== undefined &&
  // What it was asked about was purged, or replaced, meanwhile: of what is stored now it says nothing.
  flight?.isFenced === false &&
  // RFC 9111 §3.5: an answer to a user who is known to the origin says nothing of the one for all.
  transaction.facts?.hasAuthorization === false &&
  transaction.request.method === 'GET' &&
  reply !== undefined &&
  !aboutTheRequest.has(reply.status) &&
  !transaction.policy.errorStatuses.includes(reply.status)

/** The reply is not stored; but the origin has succeeded, and that was to leave nothing old behind. */
const isSupplanted = ({ reply, transaction }: TransactionRun, verdict: Verdict): boolean =>
  (verdict.type === 'reply.decline' || verdict.type === 'reply.uncacheable') &&
  reply !== undefined &&
  transaction.mode === 'invalidate' &&
  reply.status < 500 &&
  !transaction.policy.errorStatuses.includes(reply.status)

const discard = (run: TransactionRun): void => {
  const body = run.reply?.body
  if (body === undefined || body === null || body instanceof Uint8Array || run.relay !== undefined) return
  run.relay = createRelay(run, body)
  run.relay.discard()
}
