// The conformance suite and the fetch of its client bring no types.

declare module 'http-cache-tests/tests/index.mjs' {
  const suites: unknown
  export default suites
}

declare module 'http-cache-tests/client/runner.mjs' {
  /** Takes suites, a fetch, whether the cache is in that fetch, the base of URLs, and how many tests run at once. */
  export function runTests(...settings: readonly unknown[]): Promise<void>
  export function getResults(): unknown
}

declare module 'http-cache-tests/client/test.mjs' {
  /** Takes a test, and adds what it finds to the results. */
  export function makeCacheTest(test: unknown): Promise<void>
  export const testResults: Record<string, unknown>
}

declare module 'node-fetch' {
  const fetch: (url: string, init?: RequestInit) => Promise<unknown>
  export default fetch
}
