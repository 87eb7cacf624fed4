import { identityOf, isSameFetch, isSameVariant } from '../engine/flight-identity.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { FlightRun } from './flight-run.ts'
import type { Seeker } from './seeker.ts'
import type { TransactionRun } from './transaction-run.ts'

/** Where the latest fetch for a key is, which knows of those before it. */
interface Berth {
  latest: FlightRun | undefined
}

/**
 * All fetches that are under way for the cache, by key; nearly always one a key.
 *
 * What the map holds are berths, emptied when they are left: V8 gives a map a new table again and again, and a dead one
 * that has grown old would keep alive all that it led to (see `Roster`).
 */
export class Flights {
  readonly #berths = new Map<string, Berth>()

  /** The fetch that the transaction may wait for. Keeps on the run by what it shares with others. */
  find(run: Seeker, stored: StoredResponse | null): FlightRun | undefined {
    if (run.collapse === 'alone' || this.#berths.size === 0) return undefined
    let flight = this.#berths.get(run.key)?.latest
    if (flight === undefined) return undefined
    run.identity = identityOf(run.transaction, { stored, vary: run.knownVary })
    while (flight !== undefined && !isOpenTo(flight, run)) flight = flight.older
    return flight
  }

  /** All that are under way for a key, the latest first. */
  of(key: string): readonly FlightRun[] {
    return andOlder(this.#berths.get(key)?.latest)
  }

  /** The transaction begins to ask the origin. */
  begin(run: TransactionRun): FlightRun {
    const { transaction, key, knownVary, collapse } = run
    // A reply to HEAD has no body, and could not answer those who want one.
    const isForOthers = collapse === 'together' && transaction.request.method === 'GET'
    const identity = isForOthers
      ? (run.identity ??= identityOf(transaction, { stored: transaction.stored, vary: knownVary }))
      : null
    const flight = new FlightRun(run, identity)
    const berth = this.#berths.get(key)
    if (berth === undefined) {
      this.#berths.set(key, { latest: flight })
    } else {
      flight.older = berth.latest
      berth.latest = flight
    }
    return flight
  }

  leave(flight: FlightRun): void {
    const { key, older } = flight
    flight.older = undefined
    const berth = this.#berths.get(key)
    if (berth === undefined) return
    if (berth.latest === flight) {
      berth.latest = older
      if (older === undefined) this.#berths.delete(key)
      return
    }
    let newer = berth.latest
    while (newer !== undefined && newer.older !== flight) newer = newer.older
    if (newer !== undefined) newer.older = older
  }

  /** What is stored for the key is not right any more: neither is what was asked for before. */
  purge(key: string): void {
    for (const flight of this.of(key)) fence(flight)
  }

  /** The same for all fetches that are concerned. */
  purgeWhere(isConcerned: (flight: FlightRun) => boolean): void {
    const flights = [...this.#berths.values()].flatMap(({ latest }) => andOlder(latest))
    for (const flight of flights) if (!flight.isClosed && isConcerned(flight)) fence(flight)
  }

  /** All fetches for the key but this one, which takes their place. */
  purgeOthers(own: FlightRun): void {
    for (const flight of this.of(own.key)) if (flight !== own) fence(flight)
  }

  /** What the flight has brought takes the place of what was asked for before it, and has not come yet. */
  supersede(flight: FlightRun): void {
    for (const older of andOlder(flight.older)) {
      if (isOvertaken(older, flight)) fence(older)
      else if (flight.shared !== undefined) (older.overtakenBy ??= []).push(flight.shared.stored)
    }
  }
}

/** Whatever was purged since the flight began, by whomever: it may be concerned. */
const isOpenTo = (flight: FlightRun, run: Seeker): boolean =>
  flight.leader.moment === run.moment && flight.accepts(run)

/** Whether the older one brings, or is bound to bring, what takes the place of what the newer one has brought. */
const isOvertaken = (older: FlightRun, newer: FlightRun): boolean => {
  if (older.shared !== undefined && newer.shared !== undefined)
    return isSameVariant(older.shared.stored, newer.shared.stored)
  return older.identity !== null && newer.identity !== null && isSameFetch(older.identity, newer.identity)
}

/** In a list of its own: they may leave while it is read. */
const andOlder = (flight: FlightRun | undefined): FlightRun[] => {
  const flights: FlightRun[] = []
  for (let each = flight; each !== undefined; each = each.older) flights.push(each)
  return flights
}

/** What follows for one of them may have ended another. Who has yet to ask the origin looks again, and asks after this. */
const fence = (flight: FlightRun): void => {
  if (flight.isClosed) return
  const { leader } = flight
  if (leader.state.startsWith('awaitLease')) leader.feed({ type: 'purged' })
  else flight.feed('flight.purged')
}
