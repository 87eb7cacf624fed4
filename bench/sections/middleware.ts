import type { Comparison, Contender, Section } from '../comparison.ts'
import { paths } from '../contenders/sample-messages.ts'
import { startServerTrial } from '../processes/start-server-trial.ts'
import { verifyApplication } from './verify-application.ts'

const connections = 32
const pace = { warmUp: 600, slice: 1_000, slices: 2 }

const contender = (name: string, server: string, path: string): Contender => ({
  name,
  ...(server.startsWith('cached-') ? { owner: 'project' as const } : {}),
  // The application makes its answers itself: no origin is asked.
  start: () =>
    startServerTrial({
      ...{ connections, argument: () => '', server, path, forwarded: 'none' },
      verify: verifyApplication(path, server),
    }),
})

/** The framework's bare answer, and the same application behind the middleware. */
const pair = (framework: string, server: string) => ({
  bare: framework,
  contenders: (path: string): readonly Contender[] => [
    contender(`${framework}, cached`, `cached-${server}`, path),
    contender(framework, server, path),
  ],
})

const frameworks = [pair('node:http', 'plain'), pair('Express', 'express'), pair('Fastify', 'fastify')]

const hits: readonly Comparison[] = frameworks.map(({ bare, contenders }) => ({
  name: `middleware hit, ${bare}`,
  about: `A response of 1 KB that is stored, over ${connections} keep-alive connections, against the same application without the middleware: a handler that has the answer ready, so that nothing could be gained.`,
  operation: 'request',
  contenders: contenders(paths.fresh),
  baseline: bare,
  budgets: [],
  pace,
}))

const misses: readonly Comparison[] = frameworks.map(({ bare, contenders }) => ({
  name: `middleware miss, ${bare}`,
  about: `A response of 1 KB that may not be stored, over ${connections} keep-alive connections: the application is called for every request, which costs it next to nothing. What is left is the price of the way through the cache.`,
  operation: 'request',
  contenders: contenders(paths.uncacheable),
  baseline: bare,
  budgets: [],
  pace,
}))

/** The middleware in an application. */
export const middlewareSection: Section = {
  name: 'middleware',
  about: 'hits and misses in node:http, Express and Fastify against the same application without a cache',
  comparisons: [...hits, ...misses],
}
