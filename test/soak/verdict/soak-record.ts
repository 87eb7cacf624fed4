import type { AdapterName } from '../adapter.ts'
import type { LoadOptions } from '../options.ts'
import type { OriginCounts } from '../origin/chaos-origin.ts'
import type { Ending } from '../start-process.ts'
import type { LoadCounts } from '../tested/message.ts'
import type { Sample, Settlement } from '../tested/sample.ts'

/** All that was seen in a run. */
export interface SoakRecord extends LoadCounts {
  readonly options: LoadOptions & { readonly adapter: AdapterName }
  readonly origin: OriginCounts
  /** Taken while requests were sent, one a second. */
  readonly samples: readonly Sample[]
  readonly settlement: Settlement
  /** What kept the tested process alive after it was closed. */
  readonly resources: Readonly<Record<string, number>>
  /** How the tested process ended; `undefined` when it did not. */
  readonly ending: Ending | undefined
}
