import { getResults, runTests } from 'http-cache-tests/client/runner.mjs'
import { makeCacheTest, testResults } from 'http-cache-tests/client/test.mjs'
import { suites, suiteTests, type SuiteTest } from './conformance-suite.ts'
import { paced, type ClientFetch } from './paced.ts'

/** What the suite's client says of a test: it went as wished, or the kind of error and its message. */
export type Finding = true | readonly [kind: string, message: string]

/** By the id of the test; one that was left out is not there. */
export type Findings = Readonly<Record<string, Finding>>

/** What the client speaks through, and to where. */
export interface SuiteRun {
  /**
   * `proxy`: a fetch without a cache; the cache is at the address. `fetch`: the cache is in the fetch, as it is in a
   * browser. The suite leaves out some tests for browsers; all are run here, and the expectations say which cannot pass.
   */
  readonly client: 'proxy' | 'fetch'
  readonly fetch: ClientFetch
  /** Without a slash at the end. */
  readonly url: string
}

/** Runs all tests side by side: most of their time passes in pauses. Once per process: the suite keeps its state. */
export async function runSuite({ client, fetch, url }: SuiteRun): Promise<Findings> {
  const own = suites.map((suite) => ({
    ...suite,
    tests: suite.tests.map((one) => (client === 'fetch' ? { ...copy(one), browser_skip: false } : copy(one))),
  }))
  await runTests(own, paced(fetch), client === 'fetch', url, suiteTests.size)
  return foundSoFar()
}

/** Runs these tests once more, as the suite was run, and gives what is found now of all. */
export async function runAgain(ids: readonly string[]): Promise<Findings> {
  for (const id of ids) delete testResults[id]
  await Promise.all(ids.flatMap((id) => suiteTests.get(id) ?? []).map((one) => makeCacheTest(copy(one))))
  return foundSoFar()
}

/** The client writes into a test. */
const copy = (one: SuiteTest): SuiteTest => structuredClone(one)

const foundSoFar = (): Findings => getResults() as Findings // the package brings no types
