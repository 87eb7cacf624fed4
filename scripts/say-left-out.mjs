/** What test/servers/describe-with-redis.ts ends the names with of what it leaves out. */
const mark = '[left out: no redis-server]'

const frame = '!'.repeat(100)

/**
 * Jest hands the results of a run through this when all else has been printed: where tests were left out for want of a Redis
 * server, it says so, so that nobody takes the run for a whole one.
 */
export default function sayLeftOut(results) {
  const leftOut = results.testResults.flatMap((file) =>
    file.testResults.filter(({ ancestorTitles }) => ancestorTitles.some((title) => title.endsWith(mark))),
  )
  if (leftOut.length > 0) {
    console.error(
      `\n${frame}\n${leftOut.length} tests were LEFT OUT: they start redis-server (7 or newer), which was not found.\n` +
        `Put it on PATH, or name it in CACHECHART_REDIS_SERVER.\n${frame}`,
    )
  }
  return results
}
