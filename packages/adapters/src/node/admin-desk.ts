import {
  StoreError,
  type Cache,
  type CacheExplanation,
  type Clock,
  type Counters,
  type FieldLines,
  type InFlight,
  type Ledger,
  type Millis,
  type PurgeTarget,
  type StoreHealth,
} from '@cachechart/core'

/** What an operator is told, of one cache or of several that answer as one. */
export interface AdminStory {
  /** When it was told, by the clock of which all times in it are. */
  readonly now: Millis
  /** Every open transaction. */
  readonly inFlight: readonly InFlight[]
  readonly ledger: Ledger
  readonly counters: Counters
  readonly tolerated: ReturnType<Cache['tolerated']>
  /** How cache and store get on with each other; of several caches each has its own to say. */
  readonly storeHealth?: StoreHealth
}

/** The request that an operator wants explained. */
export interface ExplainQuestion {
  readonly method: string
  /** The target URI. */
  readonly url: string
  readonly fields: FieldLines
}

/** What one of several caches says; `silent`: it has not answered in time. */
export type WorkerExplanation =
  | { readonly worker: number; readonly explanation: CacheExplanation }
  | { readonly worker: number; readonly state: 'silent' | 'gone' }

/** Why a request would be answered as it would be: by one cache, or by each of several. */
export type AdminExplanation = CacheExplanation | { readonly workers: readonly WorkerExplanation[] }

/** Where an operator's questions are answered. What it gives may have further members: they are answered with the rest. */
export interface AdminDesk {
  story(): AdminStory | PromiseLike<AdminStory>
  /** Rejects with a `MisuseError`, or with a `StoreError`: then some of it may still be there. */
  purge(target: PurgeTarget): Promise<{ readonly purged: number }>
  /** Left out: it does not explain. Rejects with a `MisuseError` for what is no request. */
  explain?(question: ExplainQuestion): Promise<AdminExplanation>
}

/** The desk of one cache. */
export const deskOf = (
  cache: Pick<Cache, (keyof AdminStory & keyof Cache) | 'purge' | 'explain'>,
  clock: Clock,
): AdminDesk => ({
  story: () => ({
    now: clock.now(),
    inFlight: cache.inFlight(),
    ledger: cache.ledger(),
    counters: cache.counters(),
    tolerated: cache.tolerated(),
    storeHealth: cache.storeHealth(),
  }),
  purge: (target) => cache.purge(target),
  explain: (question) => cache.explain(question),
})

/** Of several caches that are purged as one, not all have said in time that they have done it. The message says which. */
export class UnconfirmedPurgeError extends StoreError {
  constructor(message: string) {
    super('ERR_STORE_TIMEOUT', message)
  }
}
