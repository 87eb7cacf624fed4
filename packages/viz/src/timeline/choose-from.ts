import type { Millis } from '@cachechart/core'
import type { FlightDraft } from './flight-draft.ts'
import { isChosen, type TimelineFilter } from './timeline-filter.ts'
import type { Timeline, TimelineFlight, TimelineTransaction } from './timeline.ts'
import type { TransactionDraft } from './transaction-draft.ts'

/** A transaction, and the flights that it has led, in order. */
export interface Kept {
  readonly draft: TransactionDraft
  readonly flights: FlightDraft[]
}

/** Those that the filter asks for, and around them whom they waited for, who waited for them, and whom they began. */
export const chooseFrom = (
  kept: ReadonlyMap<string, Kept>,
  filter: TimelineFilter,
  now: Millis,
): Omit<Timeline, 'leftOut'> => {
  const all = [...kept.values()]
  const isForAll = filter.id === undefined && filter.slowerThan === undefined && filter.failed === undefined
  const known = all.map(({ draft }) => draft.toTransaction())
  const chosen = isForAll ? known : withCompany(known, filter, now)
  const names = new Set(chosen.map(nameOf))
  const flights = all
    .flatMap((each) => each.flights)
    .filter((flight) => flight.isKnown)
    .map((flight) => flight.toFlight())
    .filter(({ run, leader }) => names.has(nameOf({ run, id: leader })))
  const transactions = chosen.toSorted(byBeginning)
  return {
    begin: transactions[0]?.begin ?? 0,
    end: transactions.some(({ end }) => end === null) ? now : latestOf(transactions, flights),
    transactions,
    flights: flights.toSorted(byBeginning),
  }
}

type Beginning = Pick<TimelineTransaction, 'begin' | 'order'>

const byBeginning = (one: Beginning, other: Beginning): number =>
  one.begin - other.begin || one.order - other.order

const withCompany = (
  known: readonly TimelineTransaction[],
  filter: TimelineFilter,
  now: Millis,
): readonly TimelineTransaction[] => {
  const chosen = new Set(known.filter((each) => isChosen(filter, each, now)).map(nameOf))
  const around = new Set(chosen)
  for (const each of known)
    for (const other of othersOf(each)) {
      if (chosen.has(other)) around.add(nameOf(each))
      if (chosen.has(nameOf(each))) around.add(other)
    }
  return known.filter((each) => around.has(nameOf(each)))
}

/** Whom it waited for, and who began it. */
const othersOf = ({ run, spans, begunBy }: TimelineTransaction): string[] =>
  [...spans.map(({ leader }) => leader), begunBy].filter((id) => id !== null).map((id) => nameOf({ run, id }))

const nameOf = ({ run, id }: Pick<TimelineTransaction, 'run' | 'id'>): string => `${id} ${run}`

const latestOf = (
  transactions: readonly TimelineTransaction[],
  flights: readonly TimelineFlight[],
): Millis => {
  let latest = transactions[0]?.begin ?? 0
  const see = (at: Millis | null | undefined): void => {
    if (at !== null && at !== undefined && at > latest) latest = at
  }
  for (const { begin, end, steps } of transactions) for (const at of [begin, end, steps.at(-1)?.at]) see(at)
  for (const { end, steps } of flights) for (const at of [end, steps.at(-1)?.at]) see(at)
  return latest
}
