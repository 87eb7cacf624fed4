import type { Scenario } from '../scenario.ts'
import { caching } from './caching.ts'
import { counting } from './counting.ts'
import { headerOperations } from './header-operations.ts'
import { hooking } from './hooking.ts'
import { overriding } from './overriding.ts'
import { purging } from './purging.ts'
import { sharing } from './sharing.ts'
import { staleness } from './staleness.ts'

/** Every scenario, in the order in which they build upon each other. */
export const scenarios: readonly Scenario[] = [
  ...caching,
  ...staleness,
  ...sharing,
  ...overriding,
  ...hooking,
  ...headerOperations,
  ...purging,
  ...counting,
]
