import type { SendEffect } from '../engine/outgoing-request.ts'
import type { Verdict } from '../engine/verdict.ts'
import type { TransactionEffect } from '../machine/transaction-alphabet.ts'
import { combine, expire, freshen, insert, release, replace } from './discharge.ts'
import { abortDelivery, failClient } from './fail.ts'
import { detach, join, leave } from './follow.ts'
import { invalidate } from './invalidate.ts'
import { askForLease, awaitLease, dissolveFlight, leaveLease, openFlight } from './lease-ask.ts'
import { cancelLookup, lookUp } from './look-up.ts'
import { payObligation, takeObligation } from './obligation.ts'
import { OriginCall } from './origin-call.ts'
import { respond } from './respond.ts'
import type { TransactionRun } from './transaction-run.ts'

type Performer = (run: TransactionRun, verdict: Verdict) => void

const send =
  (effect: SendEffect): Performer =>
  (run) => {
    // Another's reply, if there was one, was not for this one.
    run.shared = undefined
    run.call = new OriginCall(run)
    run.call.send(effect)
  }

/** From here on the transaction owes the cache an outcome, and others may wait for it. */
const lead: Performer = (run, verdict) => {
  takeObligation(run)
  // Who has asked for a lease leads already.
  if (run.flight === undefined || run.flight.isClosed) run.flight = run.environment.flights.begin(run)
  send('backend.send')(run, verdict)
}

const discharge =
  (perform: Performer): Performer =>
  (run, verdict) => {
    payObligation(run, 'paid')
    perform(run, verdict)
  }

/** How each effect of the machine is carried out. The verdict that led to it says with what. */
const performers: { readonly [Effect in TransactionEffect]: Performer } = {
  'cache.lookup': lookUp,
  'lookup.cancel': cancelLookup,
  'cache.invalidate': invalidate,
  'cache.replace': replace,
  'flight.open': openFlight,
  'flight.dissolve': dissolveFlight,
  'flight.join': join,
  'flight.leave': leave,
  'lease.ask': askForLease,
  'lease.await': awaitLease,
  'lease.leave': leaveLease,
  'backend.send': lead,
  'backend.sendOriginal': send('backend.sendOriginal'),
  'backend.resendUnconditional': (run, verdict) => {
    // What it was answered, a part that does not fit, nobody reads.
    const body = run.reply?.body ?? null
    if (body !== null && !(body instanceof Uint8Array)) run.call?.cancel()
    send('backend.resendUnconditional')(run, verdict)
  },
  'backend.cancel': (run) => run.call?.cancel(),
  'obligation.insert': discharge(insert),
  'obligation.freshen': discharge(freshen),
  'obligation.combine': discharge(combine),
  'obligation.expire': discharge(expire),
  'obligation.abandon': discharge(release),
  'obligation.refuse': discharge(release),
  'obligation.chooseStale': discharge(release),
  'refresh.start': (run) => {
    run.environment.startRefresh(run)
  },
  'client.respond': respond,
  'client.fail': failClient,
  'client.detach': detach,
  'delivery.abort': abortDelivery,
  'deadline.set': (run) => {
    run.deadline.set()
  },
  'deadline.clear': (run) => {
    run.deadline.clear()
  },
}

/** Carries out one effect of the machine. */
export const perform = (run: TransactionRun, effect: TransactionEffect, verdict: Verdict): void => {
  performers[effect](run, verdict)
}
