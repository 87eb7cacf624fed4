import { adapterScenarios } from '../../../packages/adapters/src/testing/scenarios/adapter-scenarios.ts'
import type { Scenario } from '../scenario.ts'
import { counting } from './counting.ts'
import { headerOperations } from './header-operations.ts'
import { hooking } from './hooking.ts'
import { overriding } from './overriding.ts'
import { stopping } from './stopping.ts'

/** Every scenario, in the order in which they build upon each other; the first are those of the contract for adapters. */
export const scenarios: readonly Scenario[] = [
  ...adapterScenarios,
  ...stopping,
  ...overriding,
  ...hooking,
  ...headerOperations,
  ...counting,
]
