import type { RequestHead, ResponseHead } from '../http/message.ts'
import type { Millis } from '../http/units.ts'
import type { AbortChoice } from '../engine/flight-rules.ts'
import type { MachineOptions } from '../engine/machines.ts'
import type { CacheRecord } from '../engine/record.ts'
import type { FlightTransition, InFlight, Leak, Stuck, Trace, Transition } from '../engine/trace.ts'
import type { PolicyOptions } from '../policy/policy-options.ts'
import type { Backend } from '../ports/backend.ts'
import type { Clock } from '../ports/clock.ts'
import type { Lease } from '../ports/lease.ts'
import type { Store } from '../ports/store.ts'
import type { CacheExplanation } from './cache-explanation.ts'
import type { CacheResponse } from './cache-response.ts'
import type { Counters } from './outcome-counts.ts'
import type { Overrides, OverridesFor } from './overrides.ts'
import type { PendingRequest } from './pending-request.ts'
import type { PurgeTarget } from './purge-target.ts'
import type { BreakerOptions, BreakerState } from './store-breaker.ts'
import type { StoreHealth } from './store-health.ts'
import type { WriteBehindOptions } from './write-behind.ts'

/** A request for the cache. `url` is absolute, without fragment; a body that is a stream can be sent once. */
export interface CacheRequest extends RequestHead {
  readonly body?: AsyncIterable<Uint8Array> | Uint8Array | null
  /** Told of each interim response (1xx) on the way to the final one; never when it comes from the store. RFC 9110 §15.2. */
  readonly onInformation?: ((head: ResponseHead) => void) | undefined
  /** Handed to the backend as it is; the cache does not look at it. */
  readonly context?: unknown
}

/** How long a state may wait. `Infinity`: as long as it takes. */
export interface Deadlines {
  /**
   * For the store to answer: all that a client waits for it in one transaction, lookups, reading and writing together; and
   * for each write that nobody waits for. Default 2 s.
   */
  readonly store?: Millis
  /** For another transaction's fetch, all leaders that one follows counted together. Default 30 s. */
  readonly flight?: Millis
  /** For another process's fetch of the same; then this one asks the origin itself. Default 10 s. */
  readonly lease?: Millis
  /** For a connection to the origin, where the backend says when it has one. Default: as long as for the reply. */
  readonly connect?: Millis
  /** For the origin's response head. Default 30 s. */
  readonly reply?: Millis
  /** For the next piece of a body, or for the client to take it. Default 60 s. */
  readonly body?: Millis
  /** For the whole transaction, its client's last byte included. Default: no limit, as every wait in it has one. */
  readonly transaction?: Millis
}

export type { AbortChoice }

/**
 * What becomes of the fetch, by the role of the client that leaves and the state in which it does. Default everywhere:
 * `finish`. A follower never stops what others want: for it, and in the background, `stop` means `finishIfWanted`.
 */
export interface AbortPolicy {
  /** The client whose request began the fetch leaves before the reply, or while the body is under way. */
  readonly leader?: { readonly awaitBackend?: AbortChoice; readonly delivering?: AbortChoice }
  /** Another that waited for the reply, or read the body, leaves, and is the last one. */
  readonly follower?: { readonly awaitFlight?: AbortChoice; readonly delivering?: AbortChoice }
  /** The last follower of a background refresh leaves. */
  readonly background?: { readonly awaitBackend?: AbortChoice; readonly delivering?: AbortChoice }
}

/** How requests for the same response share one fetch. */
export interface CollapseOptions {
  /**
   * What becomes of a follower that has waited for `deadlines.flight`. `stale` (default): it is served the stored
   * response where stale-if-error allows, otherwise it fails (504). `pass`: it goes to the origin by itself. `fail`: it
   * fails.
   */
  readonly onTimeout?: 'pass' | 'stale' | 'fail'
  /** How far a reader may be behind before it has to wait for the stored response, in bytes. Default 1 MiB. */
  readonly window?: number
  /**
   * What a key is marked as once a reply for it was uncacheable. `miss` (default): requests for it do not wait for each
   * other, and the next storable reply ends that (Varnish's hit-for-miss). `pass`: they go to the origin as they are,
   * and nothing is stored, until the mark has run out (hit-for-pass).
   */
  readonly uncacheable?: 'miss' | 'pass'
  /** How long a key stays marked. Default 120 s. */
  readonly markFor?: Millis
}

/** Limits of the work that no client waits for. */
export interface BackgroundOptions {
  /** Refreshes at the same time; further ones are left to later requests. Default 16. */
  readonly concurrency?: number
  /** After a failed refresh the key is left alone for this long, twice as long each time, ± 25 %. Default 1 s. */
  readonly backoff?: Millis
  /** No pause after failures is longer. Default 60 s. */
  readonly backoffMaximum?: Millis
  /**
   * Told of each refresh and each commit, for runtimes that stop when the response is out, with the request that it
   * belongs to (a refresh has the `context` of the request that began it).
   */
  readonly waitUntil?: (work: Promise<unknown>, request: CacheRequest) => void
}

/** All that `createCache` takes. */
export interface CacheOptions {
  readonly store: Store
  readonly backend: Backend
  /** Who of all that share the store may ask the origin. Default: each cache for itself. */
  readonly lease?: Lease
  readonly clock?: Clock
  readonly policy?: PolicyOptions
  readonly deadlines?: Deadlines
  readonly background?: BackgroundOptions
  /** For every request, or made for each: what it says itself, in `send`, counts for more. */
  readonly overrides?: OverridesFor
  /**
   * Told of every request before anything of it has happened; for header operations above all, which apply to whatever its
   * caller gets. The request fails with whatever this throws.
   */
  readonly onSend?: (pending: PendingRequest, request: CacheRequest) => void
  readonly collapse?: CollapseOptions
  readonly abort?: AbortPolicy
  /** When a store that fails is left alone. */
  readonly storeBreaker?: BreakerOptions
  /** How far bodies may be ahead of a store that takes its time. */
  readonly writeBehind?: WriteBehindOptions
  /**
   * How many invalidations are remembered that the store could not be told: what they are about is not found, and they are
   * told when the store is back. When there are more nothing at all is found, and all is removed. 0: none. Default 10 000.
   */
  readonly owedInvalidations?: number
  /** A transaction that rests in one state for this long, without progress, is told as stuck. Default 10 s. */
  readonly stuckAfter?: Millis
  /** Told of every transaction that misses a deadline or is stuck, with its story. */
  readonly onStuck?: (stuck: Stuck) => void
  /** Told of whatever was owed and not given, or given twice. Never called, unless the cache itself is wrong. */
  readonly onLeak?: (leak: Leak) => void
  /** `table`: the compiled machine (default). `xstate`: one XState actor for each transaction, to be inspected. */
  readonly interpreter?: 'table' | 'xstate'
  /** Variants of the machines; `cachechart explore --machine` checks them. A `CompileError` says what they may not have. */
  readonly machines?: MachineOptions
  /** XState's inspection API; only with `interpreter: 'xstate'`. */
  readonly inspect?: (event: unknown) => void
  /** Told of every transition of every transaction, after it happened. */
  readonly onTransition?: (transition: Transition) => void
  /** Told of every transition of every flight, after it happened. */
  readonly onFlightTransition?: (transition: FlightTransition) => void
  /**
   * Told of all that is needed to make the same transitions again, in order, before anything follows from it: plain JSON,
   * which may be kept. It holds the fields of requests and responses as they came, credentials included
   * (`redactRecord` in `@cachechart/core/recording`), and no bodies.
   */
  readonly onRecord?: (record: CacheRecord) => void
  /** Told of every failure that was tolerated: a store that broke, a refresh that failed. */
  readonly onTolerated?: (failure: Tolerated) => void
  /** How many finished transactions `traces()` remembers. Default 256. */
  readonly traceCapacity?: number
  /** A number in [0, 1) for the jitter of background retries. Default `Math.random`. */
  readonly random?: () => number
}

/** A failure that no client saw. */
export interface Tolerated {
  readonly transaction: number
  readonly key: string
  /** What was being done. */
  readonly during: 'lookup' | 'lease' | 'write' | 'freshen' | 'invalidate' | 'refresh' | 'observe' | 'run'
  readonly error: unknown
}

/** One kind of debt: how much of it was taken on, and how much was paid. */
export interface LedgerLine {
  readonly taken: number
  readonly discharged: number
}

/** Everything that the cache owes to somebody, counted since it was created. */
export interface Ledger {
  /** To the cache: each fetch ends in an insert, a freshen, an abandon, … */
  readonly obligations: LedgerLine
  /** To clients: each request has one outcome. */
  readonly clients: LedgerLine
  /** To followers: each one that is parked is served, sent on or released. */
  readonly followers: LedgerLine
  /** To the store: each writer is committed or aborted. */
  readonly writers: LedgerLine
  /** To other processes: each lease that was granted is released. */
  readonly leases: LedgerLine
  /** How often something was lost or given twice. */
  readonly leaks: number
}

/** An HTTP cache. */
export interface Cache {
  /** @throws MisuseError when the request or the overrides make no sense, and whatever `onSend`, or the rule for keys, throws */
  send(request: CacheRequest, overrides?: Overrides): PendingRequest
  /** `send` and `wait` in one. */
  handle(request: CacheRequest, overrides?: Overrides): Promise<CacheResponse>
  /**
   * Why a request would be answered as it would be now: what is stored for it, what policy makes of that, and what is in
   * flight for its key. Nothing is sent, stored or counted, and no hook is called. A store that fails, or takes longer than
   * `deadlines.store`, is part of the answer. Rejects with a `MisuseError`, and with whatever the rule for keys throws.
   */
  explain(request: CacheRequest, overrides?: Overrides): Promise<CacheExplanation>
  /** Every open transaction: where it is, since when, and what it waits for. */
  inFlight(): readonly InFlight[]
  /** The last finished transactions, oldest first. */
  traces(): readonly Trace[]
  /**
   * Removes what is stored, or makes it stale; how many stored responses that were. What was asked for before is not kept
   * as fresh when it comes. Rejects with a `MisuseError`, or with a `StoreError`: then some of it may still be there.
   */
  purge(target: PurgeTarget): Promise<{ readonly purged: number }>
  /** How many requests have ended how: each is counted once, when its transaction has ended. */
  counters(): Counters
  /** What was owed, and what was given: equal once nothing is in flight. */
  ledger(): Ledger
  /** How often failures were tolerated, by what was being done. */
  tolerated(): { readonly [during in Tolerated['during']]: number }
  /** Whether the store is asked at present, or left alone as it has failed again and again. */
  storeBreaker(): BreakerState
  /** The same in detail, and what has not reached the store, or never will. */
  storeHealth(): StoreHealth
  /** Waits until no work is left, at most `timeout`; then stops what no client waits for. How much was stopped. */
  drain(options?: { readonly timeout?: Millis }): Promise<{ readonly stopped: number }>
}
