import type { AdapterScenario } from '../adapter/scenario.ts'
import { caching } from './caching.ts'
import { handingOn } from './handing-on.ts'
import { purging } from './purging.ts'
import { sharing } from './sharing.ts'
import { staleness } from './staleness.ts'

/** What every adapter does for its clients, in the order in which it builds upon itself. */
export const adapterScenarios: readonly AdapterScenario[] = [
  ...caching,
  ...handingOn,
  ...staleness,
  ...sharing,
  ...purging,
]
