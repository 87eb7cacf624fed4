import { foldLike } from './fold-like.ts'
import type { Timeline, TimelineFlight, TimelineTransaction } from './timeline.ts'

/** One line of a picture. */
export type TimelineRow =
  | { readonly kind: 'transaction'; readonly transaction: TimelineTransaction }
  | { readonly kind: 'flight'; readonly flight: TimelineFlight }
  /** Several transactions that went as the ones before them. */
  | { readonly kind: 'more'; readonly transactions: readonly TimelineTransaction[] }

/** All that happened for one key. */
interface TimelineGroup {
  readonly key: string
  readonly rows: readonly TimelineRow[]
}

/** What is to be seen of many transactions. */
export interface RowOptions {
  /** `folded` (default): of many that went alike, the first three, and one line for the rest. `unfolded`: all of them. */
  readonly rows?: 'folded' | 'unfolded' | undefined
  /** How many lines there may be; default 2 000. */
  readonly rowLimit?: number | undefined
}

/** The lines, and how many transactions and flights have none. */
export interface TimelineRows {
  readonly groups: readonly TimelineGroup[]
  readonly leftOut: number
}

/**
 * What happened, line by line: by key in the order in which the keys were first asked for, each transaction followed by
 * the flights that it leads.
 */
export const timelineRows = (
  { transactions, flights }: Timeline,
  { rows = 'folded', rowLimit = 2_000 }: RowOptions = {},
): TimelineRows => {
  const byKey = Map.groupBy(transactions, ({ key }) => key)
  const byLeader = Map.groupBy(flights, ({ run, leader }) => `${leader} ${run}`)
  const flightsOf = ({ run, id }: TimelineTransaction) => byLeader.get(`${id} ${run}`) ?? []
  const groups: TimelineGroup[] = []
  let room = rowLimit
  let leftOut = 0
  for (const [key, members] of byKey) {
    const plain = members.map((transaction) => ({ kind: 'transaction', transaction }) as const)
    const all =
      rows === 'folded'
        ? foldLike(members, (each) => flightsOf(each).some(({ followers }) => followers.length > 0))
        : plain
    const lines = all.flatMap((row) => [
      row,
      ...(row.kind === 'more' ? [] : flightRows(flightsOf(row.transaction))),
    ])
    const shown = lines.slice(0, room)
    room -= shown.length
    leftOut += lines.slice(shown.length).reduce((sum, row) => sum + weightOf(row), 0)
    if (shown.length > 0) groups.push({ key, rows: shown })
  }
  return { groups, leftOut }
}

const flightRows = (flights: readonly TimelineFlight[]): TimelineRow[] =>
  flights.map((flight) => ({ kind: 'flight', flight }))

const weightOf = (row: TimelineRow): number => (row.kind === 'more' ? row.transactions.length : 1)
