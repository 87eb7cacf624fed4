import published from 'http-cache-tests/tests/index.mjs'

/** What a test of the suite is about: what the RFCs demand, what a good cache does, or only what this one does. */
export type Kind = 'required' | 'optimal' | 'check'

/** A test in the suite's own form, as far as it is read here. */
export interface SuiteTest {
  readonly id: string
  readonly name: string
  /** Default `required`. */
  readonly kind?: Kind
  readonly depends_on?: readonly string[]
  /** For a cache within a browser, or only for one that is not. */
  readonly browser_only?: boolean
  readonly browser_skip?: boolean
}

/** Tests of one subject. */
export interface Suite {
  readonly id: string
  readonly name: string
  readonly tests: readonly SuiteTest[]
}

/**
 * The tests of https://cache-tests.fyi as they were published on npm: all that its index lists. Those of
 * Surrogate-Control, a note of the W3C and no standard, are not among them.
 */
export const suites = published as readonly Suite[] // the package brings no types

/** All tests, by id. */
export const suiteTests: ReadonlyMap<string, SuiteTest> = new Map(
  suites.flatMap(({ tests }) => tests).map((one) => [one.id, one]),
)

export const kindOf = ({ kind = 'required' }: SuiteTest): Kind => kind
