import type { FieldLines, RequestHead, ResponseHead } from '../http/message.ts'
import type { Millis } from '../http/units.ts'
import type { InFlight, Trace, Transition } from '../engine/trace.ts'
import type { PolicyOptions } from '../policy/policy-options.ts'
import type { CacheMode } from '../policy/verdicts.ts'
import type { Backend } from '../ports/backend.ts'
import type { Body } from '../ports/body.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'

/** A request for the cache. `url` is absolute, without fragment; a body that is a stream can be sent once. */
export interface CacheRequest extends RequestHead {
  readonly body?: AsyncIterable<Uint8Array> | Uint8Array | null
  /** Told of each interim response (1xx) on the way to the final one; never when it comes from the store. RFC 9110 §15.2. */
  readonly onInformation?: ((head: ResponseHead) => void) | undefined
  /** Handed to the backend as it is; the cache does not look at it. */
  readonly context?: unknown
}

/** What one request asks for beside its fields. Unset means: as the request's own fields say. */
export interface Overrides {
  /** How the cache is used: the cache modes of the Fetch standard §2.2.5. */
  readonly cacheMode?: CacheMode
}

/** Where a response came from. */
export type ResponseSource = 'stored' | 'origin' | 'cache'

/** A response on its way to the caller. `fields` are complete: `Age` and `Cache-Status` are among them. */
export interface CacheResponse extends ResponseHead {
  /** Its bytes are at hand on a hit in memory. The caller reads it to the end, or cancels it. */
  readonly body: Body
  /** `stored`: reused, with its body or as a 304; `origin`: forwarded; `cache`: made here (504, nothing is stored). */
  readonly source: ResponseSource
  /** The error for which a stale response stands in (stale-if-error); otherwise `undefined`. */
  readonly maskedError: unknown
  /** The trailer fields; complete once the body has ended. */
  trailers(): FieldLines
}

/** A request in progress. Its outcome is remembered: asking twice gives the same. */
export interface PendingRequest {
  readonly id: number
  /** The response if it is there, else `undefined`. Never waits. @throws the error that the request failed with */
  poll(): CacheResponse | undefined
  /** The response, or a rejection with a `StoreError`, `BackendError` or `CancelledError`. */
  wait(): Promise<CacheResponse>
  /** The caller leaves. What is worth storing is stored all the same. Has no effect on a finished request. */
  cancel(): void
}

/** How long a state may wait. */
export interface Deadlines {
  /** For the store to answer: a lookup, or a write. Default 2 s. */
  readonly store?: Millis
  /** For the origin's response head. Default 30 s. */
  readonly reply?: Millis
  /** For the next piece of a body, or for the client to take it. Default 60 s. */
  readonly body?: Millis
}

/** Limits of the work that no client waits for. */
export interface BackgroundOptions {
  /** Refreshes at the same time; further ones are left to later requests. Default 16. */
  readonly concurrency?: number
  /** After a failed refresh the key is left alone for this long, twice as long each time, ± 25 %. Default 1 s. */
  readonly backoff?: Millis
  /** No pause after failures is longer. Default 60 s. */
  readonly backoffMaximum?: Millis
  /** Told of each refresh and each commit, for runtimes that stop when the response is out. */
  readonly waitUntil?: (work: Promise<unknown>) => void
}

/** All that `createCache` takes. */
export interface CacheOptions {
  readonly store: Store
  readonly backend: Backend
  readonly clock?: Clock
  readonly policy?: PolicyOptions
  readonly deadlines?: Deadlines
  readonly background?: BackgroundOptions
  /** `table`: the compiled machine (default). `xstate`: one XState actor for each transaction, to be inspected. */
  readonly interpreter?: 'table' | 'xstate'
  /** XState's inspection API; only with `interpreter: 'xstate'`. */
  readonly inspect?: (event: unknown) => void
  /** Told of every transition of every transaction, after it happened. */
  readonly onTransition?: (transition: Transition) => void
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
  readonly during: 'lookup' | 'write' | 'freshen' | 'invalidate' | 'refresh' | 'observe' | 'run'
  readonly error: unknown
}

/** An HTTP cache. */
export interface Cache {
  send(request: CacheRequest, overrides?: Overrides): PendingRequest
  /** `send` and `wait` in one. */
  handle(request: CacheRequest, overrides?: Overrides): Promise<CacheResponse>
  /** Every open transaction: where it is, since when, and what it waits for. */
  inFlight(): readonly InFlight[]
  /** The last finished transactions, oldest first. */
  traces(): readonly Trace[]
  /** How often failures were tolerated, by what was being done. */
  tolerated(): { readonly [during in Tolerated['during']]: number }
  /** Waits until no work is left, at most `timeout`; then stops what no client waits for. How much was stopped. */
  drain(options?: { readonly timeout?: Millis }): Promise<{ readonly stopped: number }>
}
