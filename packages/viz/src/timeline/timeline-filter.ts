import type { Millis } from '@cachechart/core'
import type { TimelineTransaction } from './timeline.ts'

/** Of which transactions a timeline is to tell. Those whom they waited for, or who waited for them, are told of as well. */
export interface TimelineFilter {
  /** The cache key, exactly. */
  readonly key?: string | undefined
  /** A part of the URL. */
  readonly url?: string | undefined
  readonly id?: number | undefined
  readonly run?: string | undefined
  /** In milliseconds, from beginning to end; of open ones, to the end of the recording. */
  readonly slowerThan?: Millis | undefined
  /** `only`: those that ended in an error. */
  readonly failed?: 'only' | undefined
}

/** Whether a transaction can be among the chosen, or those around them, as far as its beginning tells. */
export const mayConcern = (
  { key, url, run }: TimelineFilter,
  begun: Pick<TimelineTransaction, 'key' | 'url' | 'run'>,
): boolean =>
  (key === undefined || key === begun.key) &&
  (url === undefined || begun.url.includes(url)) &&
  (run === undefined || run === begun.run)

/** Whether it is chosen, at `now` if it is still open. */
export const isChosen = (
  { id, slowerThan, failed }: TimelineFilter,
  transaction: Pick<TimelineTransaction, 'id' | 'begin' | 'end' | 'state' | 'outcome'>,
  now: Millis,
): boolean =>
  (id === undefined || id === transaction.id) &&
  (slowerThan === undefined || (transaction.end ?? now) - transaction.begin > slowerThan) &&
  (failed === undefined || transaction.state === 'failed' || transaction.outcome === 'error')
