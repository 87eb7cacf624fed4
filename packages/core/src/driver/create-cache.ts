import type { Cache, CacheOptions, CacheRequest } from './cache-api.ts'
import { checkOptions, checkRequest } from './check-arguments.ts'
import { createEnvironment } from './create-environment.ts'
import { drain, IdleWatch } from './drain.ts'
import type { Environment } from './environment.ts'
import { explain } from './explain.ts'
import { storyOf } from './in-flight.ts'
import type { Overrides } from './overrides.ts'
import { purge } from './purge.ts'
import { checkPurgeTarget } from './purge-target.ts'
import { startRefresh } from './refresh.ts'
import { storeHealthOf } from './store-health.ts'
import { ToleratedFailures } from './tolerated-failures.ts'
import { TransactionRun } from './transaction-run.ts'
import { wishFor } from './wish-for.ts'

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
    explain: async (request, overrides) => explain(environment, request, overrides),
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
    drain: async (limits) => drainInHaste(environment, idle, limits),
  }
  return { cache, environment }
}

/** What the store is still owed is told while it lasts. */
const drainInHaste = (
  environment: Environment,
  idle: IdleWatch,
  limits: Parameters<Cache['drain']>[0],
): ReturnType<Cache['drain']> => {
  environment.owed.hurry()
  return drain(environment, idle, limits).finally(() => {
    environment.owed.calm()
  })
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
  const { settings, wish } = wishFor(environment, request, overrides)
  const transaction = engine.begin(request, wish, { id: environment.nextId(), now: clock.now() })
  const run = new TransactionRun(environment, transaction, { request, settings })
  environment.recorder?.begin(run)
  onSend?.(run, request)
  environment.account.take('client')
  run.feed({ type: 'request' })
  return run
}
