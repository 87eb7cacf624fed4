import type { Timeline, TimelineTransaction } from '@cachechart/viz'

type Named = Pick<TimelineTransaction, 'run' | 'id'>

const nameOf = ({ run, id }: Named): string => `${id} ${run}`

/** A timeline of these transactions, and of those whom they waited for, who waited for them, or who began them. */
export function withCompany(timeline: Timeline, chosen: readonly Named[]): Timeline {
  const names = new Set(chosen.map(nameOf))
  const near = new Set(names)
  for (const transaction of timeline.transactions) {
    const others = othersOf(transaction)
    if (names.has(nameOf(transaction))) for (const other of others) near.add(other)
    else if (others.some((other) => names.has(other))) near.add(nameOf(transaction))
  }
  const transactions = timeline.transactions.filter((one) => near.has(nameOf(one)))
  const flights = timeline.flights.filter(({ run, leader: id }) => near.has(nameOf({ run, id })))
  const known = [...transactions, ...flights]
  return {
    ...timeline,
    begin: known.reduce((first, { begin }) => Math.min(first, begin), Infinity),
    end: known.reduce((last, { begin, end }) => Math.max(last, end ?? timeline.end, begin), -Infinity),
    transactions,
    flights,
  }
}

function othersOf({ run, spans, begunBy }: TimelineTransaction): readonly string[] {
  const ids = [begunBy, ...spans.map(({ leader }) => leader)]
  return ids.filter((id) => id !== null).map((id) => nameOf({ run, id }))
}
