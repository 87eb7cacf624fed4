import type { TallyCounts } from '../client/tally.ts'
import type { Sample, Settlement } from '../gateway/sample.ts'
import type { SoakOptions } from '../options.ts'
import type { OriginCounts } from '../origin/chaos-origin.ts'
import type { Ending } from '../start-process.ts'

/** All that was seen in a run. */
export interface SoakRecord {
  readonly options: SoakOptions
  /** How long requests were sent, in milliseconds. */
  readonly sentFor: number
  readonly tally: TallyCounts
  /** How often bytes came on a connection that nobody had asked for. */
  readonly unasked: number
  readonly origin: OriginCounts
  /** Taken while requests were sent, one a second. */
  readonly samples: readonly Sample[]
  readonly settlement: Settlement
  /** What kept the gateway's process alive after it was closed. */
  readonly resources: Readonly<Record<string, number>>
  /** How the gateway's process ended; `undefined` when it did not. */
  readonly ending: Ending | undefined
}
