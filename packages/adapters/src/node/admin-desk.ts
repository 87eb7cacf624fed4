import {
  StoreError,
  type Cache,
  type Clock,
  type Counters,
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

/** Where an operator's questions are answered. What it gives may have further members: they are answered with the rest. */
export interface AdminDesk {
  story(): AdminStory | PromiseLike<AdminStory>
  /** Rejects with a `MisuseError`, or with a `StoreError`: then some of it may still be there. */
  purge(target: PurgeTarget): Promise<{ readonly purged: number }>
}

/** The desk of one cache. */
export const deskOf = (
  cache: Pick<Cache, (keyof AdminStory & keyof Cache) | 'purge'>,
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
})

/** Of several caches that are purged as one, not all have said in time that they have done it. The message says which. */
export class UnconfirmedPurgeError extends StoreError {
  constructor(message: string) {
    super('ERR_STORE_TIMEOUT', message)
  }
}
