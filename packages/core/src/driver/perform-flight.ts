import type { Input } from '../engine/input.ts'
import type { FlightEffect } from '../machine/flight-alphabet.ts'
import type { FlightRun } from './flight-run.ts'
import { needsLease } from './needs-lease.ts'
import type { TransactionRun } from './transaction-run.ts'

type Performer = (flight: FlightRun, follower: TransactionRun | undefined) => void

/** What follows for one follower, or whoever watches, may have made another leave. */
const tell = (run: TransactionRun, input: Input): void => {
  if (run.state === 'awaitFlight') run.feed(input)
}

const tellAll =
  (input: Input): Performer =>
  (flight) => {
    for (const run of flight.releaseAll()) tell(run, input)
  }

/** The follower gets the reply's head now, and the body as it comes. */
const stream = (flight: FlightRun, run: TransactionRun): void => {
  const { shared } = flight
  flight.release(run)
  // Whoever was told of the follower may have ended what it was to read.
  const isThere = shared !== undefined && (shared.bytes !== undefined || shared.relay.isWhole)
  if (!isThere) return tell(run, { type: 'flightOver', outcome: 'landed' })
  run.shared = shared
  tell(run, { type: 'flightReply', stored: shared.stored })
}

/** One leads from here on, where no other does already; the others follow that one, where they can. */
const wakeOne: Performer = (flight) => {
  let woken: TransactionRun | undefined
  for (const run of flight.releaseAll()) {
    // What follows for one of them, or whoever watches, may have made another leave.
    if (run.state !== 'awaitFlight') continue
    const other = run.environment.flights.find(run, run.transaction.stored)
    if (other !== undefined) {
      other.admit(run)
    } else if (needsLease(run, run.transaction.stored)) {
      // Who leads next has to ask for the right to, as the one before it had.
      run.feed({ type: 'flightOver', outcome: 'landed' })
    } else if (woken === undefined) {
      woken = run
      run.feed({ type: 'flightOver', outcome: 'woken' })
    } else {
      run.feed({ type: 'flightOver', outcome: 'landed' })
    }
  }
}

const oneFollower =
  (perform: (flight: FlightRun, run: TransactionRun) => void): Performer =>
  (flight, follower) => {
    if (follower === undefined) throw new TypeError('this order is about a follower, and none was named')
    perform(flight, follower)
  }

/** How each effect of the flight machine is carried out. */
const performers: { readonly [Effect in FlightEffect]: Performer } = {
  'follower.park': oneFollower((flight, run) => {
    flight.park(run)
  }),
  'follower.stream': oneFollower(stream),
  'follower.sendElsewhere': oneFollower((flight, run) => {
    flight.release(run)
    tell(run, { type: 'flightOver', outcome: 'landed' })
  }),
  'follower.release': oneFollower((flight, run) => {
    flight.release(run)
  }),
  // The leader's transaction goes on without its client: nothing changes hands.
  'fetch.adopt': () => {},
  'fetch.cancel': ({ shared }) => shared?.relay.stop(),
  'ignore.purge': () => {},
  'ignore.writer': () => {},
  'followers.stream': (flight) => {
    for (const run of flight.waiting()) stream(flight, run)
  },
  'followers.lookAgain': tellAll({ type: 'flightOver', outcome: 'landed' }),
  'followers.serveStale': (flight) => {
    tellAll({ type: 'flightFailed', error: flight.leader.failure })(flight, undefined)
  },
  'followers.wakeOne': wakeOne,
  'followers.passAll': tellAll({ type: 'flightOver', outcome: 'passed' }),
  'marker.write': ({ environment, key }) => {
    environment.marks.write(key)
  },
  // It was opened to see whether the store would take it; from here on the body goes there.
  'writer.open': () => {},
  'writer.commit': (flight) => {
    flight.environment.flights.supersede(flight)
    flight.shared?.relay.commit()
  },
  'writer.discard': ({ shared }) => shared?.relay.discardWrite(),
  'writer.giveUp': () => {},
}

/** Carries out one effect of the flight machine. */
export const performFlight = (flight: FlightRun, effect: FlightEffect, follower?: TransactionRun): void => {
  performers[effect](flight, follower)
}
