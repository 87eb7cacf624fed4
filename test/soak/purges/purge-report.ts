import type { PurgeTarget } from '@cachechart/core'

/** What came of it. A purge that the store failed at promises nothing. */
export interface PurgeReport {
  /** When it began, by the clock of the process with the cache, in milliseconds. */
  readonly began: number
  readonly outcome: 'purged' | 'failed'
}

/** Makes the cache purge. */
export type Purge = (target: PurgeTarget) => Promise<PurgeReport>
