import type { CacheMode } from '../policy/verdicts.ts'
import type { Cache, CacheOptions, CacheRequest, Overrides, Tolerated } from './cache-api.ts'
import { checkOptions, checkRequest } from './check-arguments.ts'
import { createEnvironment } from './create-environment.ts'
import { drain, IdleWatch } from './drain.ts'
import type { Environment } from './environment.ts'
import { storyOf } from './in-flight.ts'
import { startRefresh } from './refresh.ts'
import { TransactionRun } from './transaction-run.ts'

/**
 * An HTTP cache over a store and a backend. This is the only place where the parts are put together.
 *
 * @throws MisuseError, TypeError or RangeError when an option makes no sense; the message names it.
 * @example
 * const cache = createCache({ store: memoryStore(), backend })
 * const response = await cache.handle({ method: 'GET', url: 'http://example.com/', fields: [] })
 */
export const createCache = (options: CacheOptions): Cache => {
  checkOptions(options)
  const idle = new IdleWatch()
  const tolerated: { [During in Tolerated['during']]: number } = {
    lookup: 0,
    write: 0,
    freshen: 0,
    invalidate: 0,
    refresh: 0,
    observe: 0,
    run: 0,
  }
  const environment: Environment = createEnvironment(options, {
    startRefresh: (stale) => {
      startRefresh(environment, stale)
    },
    noteEnd: () => {
      idle.noteEnd(environment)
    },
    tolerate: (failure) => {
      tolerated[failure.during] += 1
      try {
        options.onTolerated?.(failure)
      } catch {
        tolerated.observe += 1
      }
    },
  })
  const send = (request: CacheRequest, overrides?: Overrides): TransactionRun =>
    begin(environment, request, overrides)
  return {
    send,
    // A request that is wrong is refused by a rejection, as every other failure of `handle` is.
    handle: async (request, overrides) => send(request, overrides).wait(),
    inFlight: () => environment.open.toArray().map((run) => storyOf(run, environment.clock.now())),
    ledger: () => environment.account.toLedger(),
    traces: () => environment.finished.toArray().map((history) => history.toTrace()),
    tolerated: () => ({ ...tolerated }),
    drain: (limits) => drain(environment, idle, limits),
  }
}

const begin = (environment: Environment, request: CacheRequest, overrides?: Overrides): TransactionRun => {
  checkRequest(request, overrides)
  const { clock, engine } = environment
  const birth = { id: environment.nextId(), now: clock.now() }
  const transaction = engine.begin(request, modeOf(request, overrides), birth)
  const run = new TransactionRun(environment, transaction, request)
  if (overrides?.collapse === false) run.collapse = 'alone'
  environment.account.take('client')
  run.feed({ type: 'request' })
  return run
}

/**
 * A key does not tell two bodies apart: a response to a GET with content is for that request alone, in any mode. (What a
 * POST or PATCH is answered may be for all, if it says so: RFC 9110 §9.3.3.)
 */
const modeOf = ({ body, method }: CacheRequest, overrides: Overrides | undefined): CacheMode => {
  const mode = overrides?.cacheMode ?? 'default'
  if (body === undefined || body === null || mode === 'only-if-cached') return mode
  return method === 'GET' || method === 'HEAD' ? 'no-store' : mode
}
