import type { Millis } from '../../http/units.ts'
import { systemClock, type Clock } from '../../ports/clock.ts'
import type { Store } from '../../ports/store.ts'
import type { MemoryStore } from '../memory-store.ts'
import type { NearTierInvalidations } from './near-tier-invalidations.ts'

/** What two tiers are made of. */
export interface TieredStoreOptions<Far extends Store = Store> {
  /** Where copies are kept. It is the tiered store's alone, and closed with it. */
  readonly near: MemoryStore
  /** What counts: it has all that is stored. It is closed with the tiered store. */
  readonly far: Far
  /** Tells what others change in the far tier. Unset: nothing is told, and copies are used for `staleness`. */
  readonly invalidations?: NearTierInvalidations
  /** How long a copy is used while changes may be missed, in milliseconds since it was asked for. Default 1000. */
  readonly staleness?: Millis
  /** How long a copy is used otherwise, before it is read again. Default 30 000. */
  readonly keepFor?: Millis
  /** The bodies of one key that are kept near, all its variants together, in bytes. Default 256 KiB. */
  readonly maxNearEntryBytes?: number
  /** By which copies age, and responses too. Default: the platform's. */
  readonly clock?: Clock
}

/** The same, with every choice made. */
export type TieredChoices<Far extends Store> = Required<Omit<TieredStoreOptions<Far>, 'invalidations'>> & {
  readonly invalidations: NearTierInvalidations | undefined
}

/** Completes and checks the options. @throws RangeError that names the option, what was expected and what was seen */
export function tieredChoices<Far extends Store>(options: TieredStoreOptions<Far>): TieredChoices<Far> {
  const { near, far, invalidations, clock = systemClock } = options
  const { staleness = 1000, keepFor = 30_000, maxNearEntryBytes = 256 * 1024 } = options
  for (const [option, seen] of Object.entries({ staleness, keepFor, maxNearEntryBytes })) {
    if (typeof seen === 'number' && seen >= 0) continue
    throw new RangeError(`tieredStore: ${option} must be a number, 0 or more, not ${String(seen)}`)
  }
  return { near, far, invalidations, clock, staleness, keepFor, maxNearEntryBytes }
}
