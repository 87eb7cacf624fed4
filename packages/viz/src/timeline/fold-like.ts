import type { TimelineTransaction } from './timeline.ts'
import type { TimelineRow } from './timeline-rows.ts'

/** So many that went alike are shown one by one, … */
const shownOfLike = 3
/** … unless there are no more than this in all: a line for one or two would save nothing. */
const fewestLike = 6

/** What began just before the clock went on has not taken longer than what began just after. Milliseconds. */
const clockTick = 1

/**
 * The transactions of one key, of which those that went alike stand together: the same request, the same events, the same
 * answer, behind the same leader. `isApart`: one that has a line of its own in any case.
 */
export const foldLike = (
  transactions: readonly TimelineTransaction[],
  isApart: (transaction: TimelineTransaction) => boolean,
): Extract<TimelineRow, { kind: 'transaction' | 'more' }>[] => {
  const byWay = Map.groupBy(transactions, (each) => (isApart(each) ? `${each.run} ${each.id}` : wayOf(each)))
  const shown = new Map<TimelineTransaction, readonly TimelineTransaction[]>()
  for (const like of byWay.values()) {
    const folded = like.length < fewestLike ? [] : like.slice(shownOfLike)
    const apart = like.slice(0, like.length - folded.length)
    for (const each of apart) shown.set(each, each === apart.at(-1) ? folded : [])
  }
  return transactions.flatMap((transaction) => {
    const folded = shown.get(transaction)
    if (folded === undefined) return []
    const row = { kind: 'transaction', transaction } as const
    return folded.length === 0 ? [row] : [row, { kind: 'more', transactions: folded }]
  })
}

const wayOf = ({ run, method, url, steps, spans, status, end, record }: TimelineTransaction): string =>
  JSON.stringify([
    ...[run, method, url, status, end === null, record],
    steps.map(({ event }) => event),
    spans.map(({ flight, leader, begin, end: until }) => [
      flight ?? leader,
      until !== null && until - begin > clockTick,
    ]),
  ])
