import type { CacheRecord } from '@cachechart/core'
import {
  createTimeline,
  type Timeline,
  type TimelineOptions,
  type TimelineTransaction,
} from '@cachechart/viz'

/** What these records tell. */
export const timelineOf = (records: readonly CacheRecord[], options?: TimelineOptions): Timeline => {
  const builder = createTimeline(options)
  for (const record of records) builder.take(record)
  return builder.timeline()
}

/** One of its transactions. */
export const transactionOf = ({ transactions }: Timeline, id: number): TimelineTransaction => {
  const transaction = transactions.find((each) => each.id === id)
  if (transaction === undefined) throw new Error(`there is no transaction ${id}`)
  return transaction
}
