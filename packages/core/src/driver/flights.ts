import { identityOf, isSameFetch, type KnownStored } from '../engine/flight-identity.ts'
import { FlightRun } from './flight-run.ts'
import { Roster } from './roster.ts'
import type { TransactionRun } from './transaction-run.ts'

/** All fetches that are under way for the cache, by key; nearly always one a key. */
export class Flights {
  readonly #byKey = new Map<string, Roster<FlightRun>>()

  get size(): number {
    return this.#byKey.size
  }

  /** The fetch that the transaction may wait for. Keeps on the run by what it shares with others. */
  find(run: TransactionRun, known: KnownStored): FlightRun | undefined {
    run.knownVary = known.vary
    if (run.collapse === 'alone') return undefined
    const flights = this.#byKey.get(run.key)
    if (flights === undefined) return undefined
    run.identity = identityOf(run.transaction, known)
    return flights.find((flight) => flight.accepts(run))
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
    let flights = this.#byKey.get(key)
    if (flights === undefined) {
      flights = new Roster()
      this.#byKey.set(key, flights)
    }
    flight.seat = flights.add(flight)
    return flight
  }

  leave(flight: FlightRun): void {
    const flights = this.#byKey.get(flight.key)
    if (flights === undefined || flight.seat === undefined) return
    flights.leave(flight.seat)
    if (flights.size === 0) this.#byKey.delete(flight.key)
  }

  /** What is stored for the key is not right any more: neither is what was asked for before. */
  purge(key: string): void {
    for (const flight of this.#byKey.get(key)?.toArray() ?? []) flight.feed('flight.purged')
  }

  /** What the flight has brought takes the place of what was asked for before it, and has not come yet. */
  supersede(flight: FlightRun): void {
    const flights = this.#byKey.get(flight.key)
    if (flights === undefined || flights.size === 1) return
    for (const older of flights.toArray()) {
      if (older === flight) return
      const isSame =
        older.identity !== null && flight.identity !== null && isSameFetch(older.identity, flight.identity)
      if (isSame) older.feed('flight.purged')
    }
  }
}
