import { kindOf, suiteTests, type SuiteTest } from './conformance-suite.ts'
import type { Finding, Findings } from './run-suite.ts'

/**
 * What became of a test. `pass`, `fail`: of one that is required or optimal. `yes`, `no`: the answer to a check. `setup`: it did
 * not come to its question. `retry`: the cache asked the origin twice, and the suite does not judge that. `dependency`: a
 * test that it builds on did not pass. `untested`: the client left it out.
 */
export const results = ['pass', 'fail', 'yes', 'no', 'setup', 'retry', 'dependency', 'untested'] as const

export type Result = (typeof results)[number]

/** By the rules of the suite's own pages (determineTestResult in its lib/display.mjs). */
export function classify(test: SuiteTest, findings: Findings): Result {
  const finding = findings[test.id]
  if (finding === undefined) return 'untested'
  for (const id of test.depends_on ?? []) {
    const needed = suiteTests.get(id)
    if (needed === undefined) throw new Error(`${test.id} depends on ${id}, which is no test`)
    if (!isGood(classify(needed, findings))) return 'dependency'
  }
  return ofItself(test, finding)
}

/** Nothing is wrong: for a check, that the answer is yes. */
export const isGood = (result: Result): boolean => result === 'pass' || result === 'yes'

function ofItself(test: SuiteTest, finding: Finding): Result {
  if (finding !== true && finding[0] === 'Setup') return finding[1] === 'retry' ? 'retry' : 'setup'
  // Whatever else went wrong counts as a failure there, a request that failed too.
  if (kindOf(test) === 'check') return finding === true ? 'yes' : 'no'
  return finding === true ? 'pass' : 'fail'
}
