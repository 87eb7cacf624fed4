import type { MachineOptions } from '../../engine/machines.ts'
import type { AbortChoice } from '../../engine/flight-rules.ts'
import type { StorePace } from './explored-store.ts'

/** What a client of the explored cache asks for; all of them ask for the same page. */
export type ExploredRequest = 'get' | 'noCache' | 'onlyIfCached' | 'head' | 'range' | 'post' | 'put'

/** What is stored at first, and what it may be used for. */
export type FirstStored = 'nothing' | 'fresh' | 'stale' | 'staleIfError' | 'veto' | 'part'

/** What the origin may answer. A 304 it gives only to who asks by a validator that it knows. */
export type OriginAnswer =
  | 'fresh'
  | 'freshAtOnce'
  | 'staleAtOnce'
  | 'onlyNow'
  | 'uncacheable'
  | 'notModified'
  | 'orphaned'
  | 'partial'
  | 'rangeNotSatisfiable'
  | 'error'
  | 'reset'

/** What may happen in the world around the cache. Everything that may, may at any moment, and in any order. */
export interface ExploredWorld {
  readonly name: string
  /** One for each client, in the order in which they may come. */
  readonly clients: readonly ExploredRequest[]
  readonly stored: FirstStored
  readonly store: StorePace
  /** Whether what a slow store is asked may fail; `full`: it takes no more than the first piece of a body. */
  readonly storeFailures: 'never' | 'any' | 'full'
  /** Whether other processes share the store, and may have the lease. */
  readonly lease: 'none' | 'shared'
  readonly answers: readonly OriginAnswer[]
  /** Whether the origin may break off a body. */
  readonly bodyFailures: 'never' | 'any'
  /** Whether clients may leave. */
  readonly leaving: 'never' | 'any'
  /** Which deadlines may pass: `transaction` stands for that of a whole transaction, beside those of the states. */
  readonly deadlines: 'never' | 'states' | 'all'
  /** How many purges there may be, and whether they remove what is stored or make it stale. */
  readonly purges: number
  readonly purging: 'hard' | 'soft'
  /** How far behind the others a reader may be, in bytes; bodies have four, and the first three come together. */
  readonly window: number
  readonly abort: AbortChoice
  readonly onTimeout: 'pass' | 'stale' | 'fail'
  readonly uncacheable: 'miss' | 'pass'
  readonly onStoreFailure: 'pass' | 'fail'
  /** Variants of the machines. */
  readonly machines: MachineOptions
}
