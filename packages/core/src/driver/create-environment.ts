import { Engine, type EngineOptions } from '../engine/engine.ts'
import { machinesOf, type Machines } from '../engine/machines.ts'
import { Ring } from '../engine/ring.ts'
import { systemClock, type Clock } from '../ports/clock.ts'
import { Account } from './account.ts'
import { BackgroundSupervisor } from './background-supervisor.ts'
import type { BackgroundOptions, CacheOptions, Deadlines } from './cache-api.ts'
import type { Environment } from './environment.ts'
import { abortPolicy, collapseOptions } from './flight-options.ts'
import { Flights } from './flights.ts'
import { Marks } from './marks.ts'
import { flightObserver, transitionObserver } from './observer.ts'
import { OutcomeCounts } from './outcome-counts.ts'
import { OwedInvalidations } from './owed-invalidations.ts'
import { recorderOf } from './recorder.ts'
import { Roster } from './roster.ts'
import { SettingsSource } from './settings-source.ts'
import { StoreBreaker } from './store-breaker.ts'
import { StuckWatch } from './stuck-watch.ts'
import type { TransactionRun } from './transaction-run.ts'
import { WriteBehind } from './write-behind.ts'
import { WriteGate } from './write-gate.ts'

type Reports = Pick<Environment, 'tolerate' | 'noteEnd' | 'startRefresh'>

/** All that the transactions of one cache share, with every choice made. */
export const createEnvironment = (options: CacheOptions, reports: Reports): Environment => {
  const { clock = systemClock } = options
  const { tolerate, noteEnd } = reports
  const collapse = collapseOptions(options.collapse)
  const machines = machinesOf(options.machines)
  const engine = createEngine(options, machines, tolerate)
  let lastId = 0
  return {
    store: options.store,
    backend: options.backend,
    lease: options.lease,
    leaseBreaker: new StoreBreaker({ clock, random: options.random ?? Math.random }, options.storeBreaker),
    clock,
    deadlines: deadlinesOf(options.deadlines),
    collapse,
    settings: createSettings(options),
    counts: new OutcomeCounts(),
    engine,
    flightStart: machines.flight.initial,
    supervisor: createSupervisor(options, clock),
    flights: new Flights(),
    marks: new Marks({ clock, kind: collapse.uncacheable, life: collapse.markFor }),
    ...watchersOf(options, { clock, tolerate }),
    purges: { count: 0, byOthers: 'unknown' },
    ...storeWatchOf(options, { clock, noteEnd }),
    relays: new Roster(),
    finished: new Ring(options.traceCapacity ?? 256),
    observe: transitionObserver(options, tolerate),
    observeFlight: flightObserver(options, tolerate),
    recorder: recorderOf(options, { clock, policy: engine.policy, tolerate }),
    waitUntil: guardedWaitUntil(options.background?.waitUntil, tolerate),
    nextId: () => (lastId += 1),
    ...reports,
  }
}

const deadlinesOf = (deadlines: Deadlines = {}): Required<Deadlines> => ({
  store: deadlines.store ?? 2_000,
  flight: deadlines.flight ?? 30_000,
  lease: deadlines.lease ?? 10_000,
  connect: deadlines.connect ?? Infinity,
  reply: deadlines.reply ?? 30_000,
  body: deadlines.body ?? 60_000,
  transaction: deadlines.transaction ?? Infinity,
})

const createSettings = (options: CacheOptions): SettingsSource =>
  new SettingsSource({
    plain: {
      mode: 'default',
      key: undefined,
      range: 'kept',
      collapse: 'together',
      deadlines: deadlinesOf(options.deadlines),
      abort: abortPolicy(options.abort),
      rules: undefined,
      storage: undefined,
      hooks: {},
    },
    overrides: options.overrides,
    onTimeout: collapseOptions(options.collapse).onTimeout,
  })

const createEngine = (options: CacheOptions, machines: Machines, tolerate: Environment['tolerate']): Engine =>
  new Engine({
    policy: options.policy,
    rules: {
      onTimeout: collapseOptions(options.collapse).onTimeout,
      leaderLeaves: abortPolicy(options.abort).leader.awaitBackend,
    },
    interpreter: options.interpreter ?? 'table',
    machines,
    inspect: guarded(options.inspect, tolerate),
  })

const createSupervisor = ({ background, random }: CacheOptions, clock: Clock): BackgroundSupervisor =>
  new BackgroundSupervisor({
    clock,
    random: random ?? Math.random,
    concurrency: background?.concurrency ?? 16,
    backoff: background?.backoff ?? 1_000,
    backoffMaximum: background?.backoffMaximum ?? 60_000,
  })

/** Whether and how the store is spoken to, and what it is owed. */
const storeWatchOf = (
  {
    store,
    deadlines,
    storeBreaker,
    writeBehind,
    random = Math.random,
    owedInvalidations: most = 10_000,
  }: CacheOptions,
  { clock, noteEnd }: Pick<Environment, 'clock' | 'noteEnd'>,
): Pick<Environment, 'breaker' | 'writes' | 'writeBehind' | 'owed' | 'changes'> => {
  const changes = new Roster<unknown>()
  const onClose = (): void => {
    owed.tell()
  }
  const breaker = new StoreBreaker({ clock, random, onClose }, storeBreaker)
  const storeDeadline = deadlinesOf(deadlines).store
  const owed = new OwedInvalidations({ store, clock, breaker, storeDeadline, changes, noteEnd, most })
  const writes = new WriteGate(breaker, new StoreBreaker({ clock, random }, storeBreaker))
  return { breaker, writes, writeBehind: new WriteBehind(writeBehind), owed, changes }
}

/** Those who notice what is not as it should be; a listener of theirs that throws belongs to no transaction. */
const watchersOf = (
  { stuckAfter = 10_000, onStuck, onLeak }: CacheOptions,
  { clock, tolerate }: Pick<Environment, 'clock' | 'tolerate'>,
): Pick<Environment, 'open' | 'account' | 'stuck'> => {
  const open = new Roster<TransactionRun>()
  const unheard = (error: unknown): void => {
    tolerate({ transaction: 0, key: '', during: 'observe', error })
  }
  return {
    open,
    account: new Account({ onLeak, tolerate: unheard }),
    stuck: new StuckWatch({ clock, open, stuckAfter, onStuck, tolerate: unheard }),
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
  ((work, { id, key, request }) => {
    try {
      waitUntil(work, request)
    } catch (error) {
      tolerate({ transaction: id, key, during: 'observe', error })
    }
  })
