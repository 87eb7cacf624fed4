import { Engine, type EngineOptions } from '../engine/engine.ts'
import { Ring } from '../engine/ring.ts'
import type { CacheMode } from '../policy/verdicts.ts'
import { systemClock } from '../ports/clock.ts'
import { BackgroundSupervisor } from './background-supervisor.ts'
import type {
  BackgroundOptions,
  Cache,
  CacheOptions,
  CacheRequest,
  Overrides,
  Tolerated,
} from './cache-api.ts'
import { checkOptions, checkRequest } from './check-arguments.ts'
import { drain, IdleWatch } from './drain.ts'
import type { Environment } from './environment.ts'
import { inFlight } from './in-flight.ts'
import { startRefresh } from './refresh.ts'
import { Roster } from './roster.ts'
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
    inFlight: () => inFlight(environment),
    traces: () => environment.finished.toArray().map((history) => history.toTrace()),
    tolerated: () => ({ ...tolerated }),
    drain: (limits) => drain(environment, idle, limits),
  }
}

const createEnvironment = (
  options: CacheOptions,
  reports: Pick<Environment, 'tolerate' | 'noteEnd' | 'startRefresh'>,
): Environment => {
  const { deadlines, background, clock = systemClock } = options
  let lastId = 0
  return {
    store: options.store,
    backend: options.backend,
    clock,
    deadlines: {
      store: deadlines?.store ?? 2_000,
      reply: deadlines?.reply ?? 30_000,
      body: deadlines?.body ?? 60_000,
    },
    engine: new Engine({
      policy: options.policy,
      interpreter: options.interpreter ?? 'table',
      inspect: guarded(options.inspect, reports.tolerate),
    }),
    supervisor: new BackgroundSupervisor({
      clock,
      random: options.random ?? Math.random,
      concurrency: background?.concurrency ?? 16,
      backoff: background?.backoff ?? 1_000,
      backoffMaximum: background?.backoffMaximum ?? 60_000,
    }),
    open: new Roster(),
    relays: new Roster(),
    changes: new Roster(),
    finished: new Ring(options.traceCapacity ?? 256),
    onTransition: options.onTransition,
    waitUntil: guardedWaitUntil(background?.waitUntil, reports.tolerate),
    nextId: () => (lastId += 1),
    ...reports,
  }
}

/** An inspector that throws would fail XState's actor, and with it the request that it only watches. */
const guarded = (
  inspect: CacheOptions['inspect'],
  tolerate: Environment['tolerate'],
): EngineOptions['inspect'] =>
  inspect &&
  ((event, { history }) => {
    try {
      inspect(event)
    } catch (error) {
      tolerate({ transaction: history.id, key: history.key, during: 'observe', error })
    }
  })

/** A platform that refuses to wait (once the response is out, say) must not fail the request, nor keep its key busy. */
const guardedWaitUntil = (
  waitUntil: BackgroundOptions['waitUntil'],
  tolerate: Environment['tolerate'],
): Environment['waitUntil'] =>
  waitUntil &&
  ((work, { id, key }) => {
    try {
      waitUntil(work)
    } catch (error) {
      tolerate({ transaction: id, key, during: 'observe', error })
    }
  })

const begin = (environment: Environment, request: CacheRequest, overrides?: Overrides): TransactionRun => {
  checkRequest(request, overrides)
  const { clock, engine } = environment
  const birth = { id: environment.nextId(), now: clock.now() }
  const transaction = engine.begin(request, modeOf(request, overrides), birth)
  const run = new TransactionRun(environment, transaction, request)
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
