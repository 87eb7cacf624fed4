import type { CacheUse } from '../policy/verdicts.ts'
import type { Cache, CacheOptions, CacheRequest } from './cache-api.ts'
import { checkOptions, checkRequest } from './check-arguments.ts'
import { createEnvironment } from './create-environment.ts'
import { drain, IdleWatch } from './drain.ts'
import type { Environment } from './environment.ts'
import { storyOf } from './in-flight.ts'
import type { Overrides } from './overrides.ts'
import { purge } from './purge.ts'
import { checkPurgeTarget } from './purge-target.ts'
import { startRefresh } from './refresh.ts'
import { storeHealthOf } from './store-health.ts'
import { ToleratedFailures } from './tolerated-failures.ts'
import { TransactionRun } from './transaction-run.ts'

/**
 * An HTTP cache over a store and a backend. This is the only place where the parts are put together.
 *
 * @throws MisuseError, TypeError or RangeError when an option makes no sense; the message names it.
 * @example
 * const cache = createCache({ store: memoryStore(), backend })
 * const response = await cache.handle({ method: 'GET', url: 'http://example.com/', fields: [] })
 */
export const createCache = (options: CacheOptions): Cache => openCache(options).cache

/** A cache, and all that its transactions share: for those who look at it from inside. */
export const openCache = (options: CacheOptions): OpenedCache => {
  checkOptions(options)
  const idle = new IdleWatch()
  const failures = new ToleratedFailures(options.onTolerated)
  const environment: Environment = createEnvironment(options, {
    startRefresh: (stale) => {
      startRefresh(environment, stale)
    },
    noteEnd: () => {
      idle.noteEnd(environment)
    },
    tolerate: (failure) => {
      failures.tolerate(failure)
    },
  })
  const send = (request: CacheRequest, overrides?: Overrides): TransactionRun =>
    begin(environment, { request, overrides, onSend: options.onSend })
  const cache: Cache = {
    send,
    // A request that is wrong is refused by a rejection, as every other failure of `handle` is.
    handle: async (request, overrides) => send(request, overrides).wait(),
    inFlight: () => environment.open.toArray().map((run) => storyOf(run, environment.clock.now())),
    purge: async (target) => {
      checkPurgeTarget(target)
      return purge(environment, target)
    },
    counters: () => environment.counts.toCounters(),
    ledger: () => environment.account.toLedger(),
    traces: () => environment.finished.toArray().map((history) => history.toTrace()),
    tolerated: () => failures.toCounts(),
    storeBreaker: () => environment.breaker.state,
    storeHealth: () => storeHealthOf(environment),
    drain: async (limits) => {
      environment.owed.hurry()
      return drain(environment, idle, limits).finally(() => {
        environment.owed.calm()
      })
    },
  }
  return { cache, environment }
}

/** A cache with its inside. */
export interface OpenedCache {
  readonly cache: Cache
  readonly environment: Environment
}

interface Beginning {
  readonly request: CacheRequest
  readonly overrides: Overrides | undefined
  readonly onSend: CacheOptions['onSend'] | undefined
}

const begin = (environment: Environment, { request, overrides, onSend }: Beginning): TransactionRun => {
  checkRequest(request)
  const { clock, engine } = environment
  const settings = environment.settings.settingsFor(request, overrides)
  const mode = modeOf(request, settings.mode)
  const wish = mode === settings.mode ? settings : { ...settings, mode }
  const transaction = engine.begin(request, wish, { id: environment.nextId(), now: clock.now() })
  const run = new TransactionRun(environment, transaction, { request, settings })
  onSend?.(run, request)
  environment.account.take('client')
  run.feed({ type: 'request' })
  return run
}

/**
 * A key does not tell two bodies apart: a response to a GET with content is for that request alone, in any mode. (What a
 * POST or PATCH is answered may be for all, if it says so: RFC 9110 §9.3.3.)
 */
const modeOf = ({ body, method }: CacheRequest, mode: CacheUse): CacheUse => {
  if (body === undefined || body === null || mode === 'only-if-cached' || mode === 'fresh') return mode
  return method === 'GET' || method === 'HEAD' ? 'no-store' : mode
}
