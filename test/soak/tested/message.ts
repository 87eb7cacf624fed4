import type { PurgeTarget } from '@cachechart/core'
import type { TallyCounts } from '../client/tally.ts'
import type { Pressure } from '../client/press.ts'
import type { PurgeReport } from '../purges/purge-report.ts'
import type { PurgeCounts } from '../purges/purges.ts'
import type { Sample, Settlement } from './sample.ts'

/** What came of the requests, wherever they were made. */
export interface LoadCounts {
  readonly tally: TallyCounts
  readonly purges: PurgeCounts
  /** How often bytes came on a connection that nobody had asked for. */
  readonly unasked: number
  /** How long requests were sent, in milliseconds. */
  readonly sentFor: number
}

/** What the tested process says. `port` where it is asked over sockets; `tally` where it asks itself. */
export type TestedMessage =
  | { readonly type: 'ready'; readonly port: number | undefined }
  | { readonly type: 'sample'; readonly sample: Sample; readonly tally: TallyCounts | undefined }
  | { readonly type: 'purged'; readonly id: number; readonly report: PurgeReport }
  | { readonly type: 'lastSent' }
  | { readonly type: 'pressed'; readonly counts: LoadCounts }
  | { readonly type: 'settled'; readonly settlement: Settlement }
  | { readonly type: 'closed'; readonly resources: Readonly<Record<string, number>> }

/** What it is told: to purge, to ask itself; to finish what is in progress, then to end. */
export type TestedOrder =
  | { readonly type: 'purge'; readonly id: number; readonly target: PurgeTarget }
  | { readonly type: 'press'; readonly pressure: Pressure }
  | { readonly type: 'settle' }
  | { readonly type: 'close' }
