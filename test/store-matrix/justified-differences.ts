import type { Result } from '../conformance/classify.ts'
import type { StoreKind } from './store-kinds.ts'

/** What becomes of a test of the conformance suite on some kinds of stores, and why that is right. */
interface ConformanceDifference {
  readonly kinds: readonly StoreKind[]
  /** The id of the suite's test. */
  readonly test: string
  readonly result: Result
  /** A sentence. */
  readonly reason: string
}

/** What happens in a scenario on some kinds of stores, and why that is right. */
interface ScenarioDifference {
  readonly kinds: readonly StoreKind[]
  /** The title of the scenario. */
  readonly scenario: string
  readonly reason: string
  /** What is to be seen instead. */
  readonly seen: unknown
}

/** What other processes read and write as well. */
const shared: readonly StoreKind[] = ['SQLite', 'Redis', 'a Redis cluster', 'two tiers']

/** All that the conformance suite sees of the store. */
export const conformanceDifferences: readonly ConformanceDifference[] = [
  {
    kinds: shared,
    test: 'method-POST',
    result: 'fail',
    reason:
      'The store is not asked before a POST is sent, so nobody can tell whether another process has purged meanwhile.',
  },
]

/** All that the scenarios of the adapters see of the store. */
export const scenarioDifferences: readonly ScenarioDifference[] = [
  {
    kinds: shared,
    scenario: 'sensitive is what the store is told',
    reason:
      'What is sensitive may not leave the process: a store that others read, or that outlives it, refuses it.',
    seen: [undefined, false],
  },
]
