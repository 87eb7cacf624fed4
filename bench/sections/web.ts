import type { Comparison, Contender, Section } from '../comparison.ts'
import { paths } from '../contenders/sample-messages.ts'
import { startServerTrial } from '../processes/start-server-trial.ts'
import { startWork } from '../processes/start-work.ts'
import { verifyApplication } from './verify-application.ts'

const bare = 'handler'
const cached = 'cachedHandler'
const hono = 'Hono'
const cachedHono = 'cachedHandler(Hono)'

const pace = { warmUp: 1_500, slice: 200, slices: 4 }
const connections = 32

const contender = (name: string, handler: string, path: string): Contender => ({
  name,
  ...ownerOf(name),
  start: () => startWork('web-handler', `${handler} ${path}`),
})

const ownerOf = (name: string) => (name.startsWith(cached) ? { owner: 'project' as const } : {})

const contenders = (path: string): readonly Contender[] => [
  contender(cached, 'cached', path),
  contender(bare, 'bare', path),
  contender(cachedHono, 'cached-hono', path),
  contender(hono, 'hono', path),
]

const called = 'called with a new Request each time, its body read with arrayBuffer()'

const hit: Comparison = {
  name: 'web hit',
  about: `A response of 1 KB that is stored, against one that is made anew of a text; ${called}.`,
  operation: 'call',
  contenders: contenders(paths.fresh),
  baseline: bare,
  budgets: [],
  pace,
}

const miss: Comparison = {
  name: 'web miss, not stored',
  about: `A response of 1 KB that may not be stored; ${called}.`,
  operation: 'call',
  contenders: contenders(paths.uncacheable),
  baseline: bare,
  budgets: [],
  pace,
}

const served = (name: string, server: string): Contender => ({
  name,
  ...ownerOf(name),
  start: () =>
    startServerTrial({
      ...{ server, path: paths.fresh, connections, argument: () => '', forwarded: 'none' },
      verify: verifyApplication(paths.fresh, server),
    }),
})

const sockets: Comparison = {
  name: 'Hono on Node, hit',
  about: `A response of 1 KB over ${connections} keep-alive connections: stored, or made anew by an application that has nothing else to do.`,
  operation: 'request',
  contenders: [served(cachedHono, 'cached-hono'), served(hono, 'hono')],
  baseline: hono,
  budgets: [],
  pace: { warmUp: 600, slice: 1_000, slices: 2 },
}

/** The cache in front of a `(Request) → Response` handler. */
export const webSection: Section = {
  name: 'web',
  about: 'cachedHandler against the handler itself, and in front of Hono on Node',
  comparisons: [hit, miss, sockets],
}
