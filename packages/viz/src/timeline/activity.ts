import type { FlightState, TransactionState } from '@cachechart/core'
import type { Timeline } from './timeline.ts'

/** What goes on in a stretch of a bar. */
export type Activity =
  | 'arrived'
  | 'lookup'
  | 'leader'
  | 'lease'
  | 'origin'
  | 'detached'
  | 'direct'
  | 'delivering'
  | 'boarding'
  | 'streaming'
  | 'fenced'
  | 'committing'

/** What each means, in the order in which a legend has them. */
export const activityTexts: { readonly [Name in Activity]: string } = {
  arrived: 'has arrived, not begun yet',
  lookup: 'waits for the store',
  leader: 'waits for its leader',
  lease: 'waits for a lease',
  origin: 'waits for the origin',
  detached: 'waits for the origin, no client',
  direct: 'waits for the origin, past the cache',
  delivering: 'delivers the body',
  boarding: 'flight: no reply yet',
  streaming: 'flight: the body streams',
  fenced: 'flight: out of date, is not stored',
  committing: 'flight: the store commits',
}

const ofStates: { readonly [State in TransactionState]: Activity | null } = {
  // Nobody is waited for there; whoever is there for long waits for a process that has no time.
  received: 'arrived',
  awaitCache: 'lookup',
  awaitFlight: 'leader',
  'awaitLease.asked': 'lease',
  'awaitLease.parked': 'lease',
  'awaitLease.background': 'lease',
  'awaitBackend.attached': 'origin',
  'awaitBackend.detached': 'detached',
  direct: 'direct',
  delivering: 'delivering',
  delivered: null,
  failed: null,
  abandoned: null,
  settled: null,
}

const ofFlightStates: { readonly [State in FlightState]: Activity | null } = {
  'awaitReply.open': 'boarding',
  'awaitReply.fenced': 'fenced',
  'streaming.open': 'streaming',
  'streaming.fenced': 'fenced',
  committing: 'committing',
  closed: null,
}

/** What goes on in a state of a transaction, or of a flight; `null`: nothing that takes time. */
export const activityOf = (state: TransactionState | FlightState): Activity | null =>
  state in ofStates
    ? ofStates[state as TransactionState] // it is one, as the line before says
    : ofFlightStates[state as FlightState] // the other of the two

/** What goes on in it, in the order of a legend; what took no time that a clock has seen is delivery. */
export const activitiesIn = ({ transactions, flights }: Timeline): Activity[] => {
  const seen = new Set<Activity | null>()
  for (const { spans } of [...transactions, ...flights])
    for (const { state, begin, end } of spans) if (end !== begin) seen.add(activityOf(state))
  for (const { begin, end } of transactions) if (begin === end) seen.add('delivering')
  return namesOf(activityTexts).filter((activity) => seen.has(activity))
}

/** The names of a record that is a literal, in its order. */
export const namesOf = <Name extends string>(record: Readonly<Record<Name, string>>): Name[] =>
  Object.keys(record) as Name[] // the literal's own names, in its order
