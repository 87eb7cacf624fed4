import { beforeAll, describe, expect, test } from '@jest/globals'
import { classify, type Result } from './classify.ts'
import { suites, suiteTests, type SuiteTest } from './conformance-suite.ts'
import { readExpectations, type Run } from './expectations.ts'
import { runAgain, runSuite, type Findings, type SuiteRun } from './run-suite.ts'

/** A cache with the suite's origin behind it. */
export interface Stage extends SuiteRun {
  close(): Promise<void>
}

/** The pauses of the tests, and those of a busy machine. */
const patience = 120_000

/**
 * Registers one test for each test of the suite: that its result is the expected one, neither worse nor better. `instead` has
 * the results that are expected in place of those of the run, by the id of the test.
 */
export function itConforms(
  run: Run,
  open: () => Promise<Stage>,
  instead: Readonly<Record<string, Result>> = {},
): void {
  const { tests: expected } = readExpectations()
  const wish = (one: SuiteTest): string =>
    instead[one.id] ?? expected[one.id]?.[run] ?? 'not in expectations.json'

  let findings: Findings = {}
  beforeAll(async () => {
    const stage = await open()
    try {
      findings = await runSuite(stage)
      // The suite measures in seconds, which a busy machine loses now and then: what surprises is looked at once more.
      const surprising = [...suiteTests.values()].filter((one) => classify(one, findings) !== wish(one))
      if (surprising.length > 0) findings = await runAgain([...withDependencies(surprising)])
    } finally {
      await stage.close()
    }
  }, patience)

  describe.each(suites)('$name', ({ tests }) => {
    for (const one of tests) {
      test(`${one.id} › ${wish(one)}: ${one.name}`, () => {
        const result = classify(one, findings)
        // What the client said is of interest only when it comes unexpected.
        expect(result === wish(one) ? result : `${result} (${String(findings[one.id])})`).toBe(wish(one))
      })
    }
  })
}

/** The ids of these tests and of all that they build on. */
function withDependencies(tests: readonly SuiteTest[]): ReadonlySet<string> {
  const needed = tests.flatMap(({ depends_on: ids = [] }) => ids.flatMap((id) => suiteTests.get(id) ?? []))
  const own = tests.map(({ id }) => id)
  return new Set(needed.length === 0 ? own : [...own, ...withDependencies(needed)])
}
