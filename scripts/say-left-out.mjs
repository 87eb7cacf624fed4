/** What may be missing: with what the names end of the tests that are left out for it, and what to do. */
const wants = [
  {
    // test/servers/describe-with-redis.ts
    mark: '[left out: no redis-server]',
    what: 'they start redis-server (7 or newer), which was not found',
    remedy: 'Put it on PATH, or name it in CACHECHART_REDIS_SERVER.',
  },
  {
    // test/pictures/describe-with-chromium.ts
    mark: '[left out: no chromium]',
    what: 'they look at pictures in Chromium, which was not found',
    remedy: 'Put it on PATH, or name it in CACHECHART_CHROMIUM.',
  },
]

const frame = '!'.repeat(100)

/**
 * Jest hands the results of a run through this when all else has been printed: where tests were left out for want of a
 * server or a browser, it says so, so that nobody takes the run for a whole one.
 */
export default function sayLeftOut(results) {
  for (const { mark, what, remedy } of wants) {
    const leftOut = results.testResults.flatMap((file) =>
      file.testResults.filter(({ ancestorTitles }) => ancestorTitles.some((title) => title.endsWith(mark))),
    )
    if (leftOut.length === 0) continue
    console.error(`\n${frame}\n${leftOut.length} tests were LEFT OUT: ${what}.\n${remedy}\n${frame}`)
  }
  return results
}
