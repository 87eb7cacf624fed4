import type { Section } from '../comparison.ts'
import type {
  LatencyComparison,
  LatencyContender,
  LatencySample,
  RunningServer,
} from '../latency-comparison.ts'
import { paths } from '../contenders/sample-messages.ts'
import { startServerTrial, type RunningTrial } from '../processes/start-server-trial.ts'
import { exchangeWith, plainly } from './exchange.ts'
import { missingRedis } from './missing-redis.ts'

const connections = 128
const exchange = plainly(paths.uncacheable)

/** What a transaction may wait for its store, in milliseconds: less than by default, so that the benchmark is short. */
const budget = 100

/** In microseconds, with what a request takes that waits for nothing, on a machine that has something else to do as well. */
const mostWaited = (budget + 50) * 1000

/** What becomes of the server behind the store, and when: before answers begin to count, or just then. */
interface Course {
  readonly order: 'none' | 'silence' | 'kill'
  readonly when: 'before' | 'amidst'
}

const undisturbed: Course = { order: 'none', when: 'before' }

async function measureOnCourse(
  server: RunningTrial,
  { order, when }: Course,
  [rate, window]: readonly [number, number],
): Promise<LatencySample> {
  if (order === 'none') return server.measureAtRate(rate, window)
  if (when === 'amidst') return server.measureAtRate(rate, window, () => server.tell(order))
  await server.tell(order)
  return server.measureAtRate(rate, window)
}

const onCourse = (server: RunningTrial, course: Course): RunningServer => ({
  warmUp: (millis) => server.warmUp(millis),
  measure: (millis) => server.measure(millis),
  saturate: (millis) => server.saturate(millis),
  measureAtRate: (rate, window) => measureOnCourse(server, course, [rate, window]),
  end: () => server.end(),
})

const gatewayOn = (name: string, store: string, course: Course): LatencyContender => ({
  name,
  owner: 'project',
  ...(store === 'memory' ? {} : { missing: missingRedis }),
  async start() {
    const server = await startServerTrial({
      ...{ server: 'gateway-on-store', path: exchange.path, connections, forwarded: 'all' },
      argument: (origin) => `${store} ${origin} ${budget}`,
      verify: async (url) => {
        await exchangeWith(url, exchange)
      },
    })
    return onCourse(server, course)
  },
})

const memory = 'memory'
const silentAtFirst = 'Redis falls silent'
const silent = 'Redis silent, breaker open'
const goneAtFirst = 'Redis goes'

const comparison: LatencyComparison = {
  kind: 'latency',
  name: 'latency while the store is down',
  about: `A response of 1 KB that may not be stored: each request asks the store, and then the origin. What is above the row of memory is the store's part. The store budget is ${budget} ms here (by default 2 s). Where the server falls silent (SIGSTOP) or goes (SIGKILL) it does so while requests are under way: those that it leaves waiting, and those that come until the breaker opens, are among the slowest. Where the breaker is open one request tries the store from time to time, which the last percentile shows.`,
  contenders: [
    gatewayOn(memory, 'memory', undisturbed),
    gatewayOn('Redis, alive', 'redis', undisturbed),
    gatewayOn(silentAtFirst, 'redis', { order: 'silence', when: 'amidst' }),
    gatewayOn(silent, 'redis', { order: 'silence', when: 'before' }),
    gatewayOn(goneAtFirst, 'redis', { order: 'kill', when: 'amidst' }),
  ],
  baseline: memory,
  share: 0.15,
  budgets: [
    { kind: 'wait', subject: silentAtFirst, percentile: 'p99', limit: mostWaited },
    { kind: 'wait', subject: goneAtFirst, percentile: 'p99', limit: mostWaited },
    { kind: 'latency', subject: silent, against: memory, percentile: 'p99', limit: 2 },
  ],
  pace: { warmUp: 500, slice: 1_600, slices: 1 },
}

/** What a dead store costs those who ask. */
export const storeDownSection: Section = {
  name: 'store-down',
  about: 'latency added to requests while the store is dead: the first ones, and with the breaker open',
  comparisons: [comparison],
}
