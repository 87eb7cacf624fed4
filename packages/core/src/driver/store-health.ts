import type { Environment } from './environment.ts'
import type { BreakerHealth } from './store-breaker.ts'

/** How a cache and its store get on with each other. */
export interface StoreHealth {
  /** Whether the store is asked. While it is not, nothing is written to it either. */
  readonly reads: BreakerHealth
  /** Whether it is given anything to keep: one that is full may still answer. */
  readonly writes: BreakerHealth
  /** How many responses and new heads were not stored as the store failed, was too slow, or was left alone. */
  readonly droppedWrites: number
  /** What has been read of bodies, and not been taken by the store so far, in bytes. */
  readonly bytesBehind: number
  /** How many invalidations the store has yet to be told; until then nothing that they are about is found. */
  readonly owedInvalidations: number
}

/** What there is to say of a cache's store. */
export const storeHealthOf = ({
  breaker,
  writes,
  writeBehind,
  owed,
}: Pick<Environment, 'breaker' | 'writes' | 'writeBehind' | 'owed'>): StoreHealth => ({
  reads: breaker.health,
  writes: writes.breaker.health,
  droppedWrites: writes.dropped,
  bytesBehind: writeBehind.bytes,
  owedInvalidations: owed.size,
})
