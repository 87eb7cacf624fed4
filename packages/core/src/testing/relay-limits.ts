import type { RelayOptions } from '../driver/relay-options.ts'
import { StoreBreaker } from '../driver/store-breaker.ts'
import { StoreBudget } from '../driver/store-budget.ts'
import { WriteBehind } from '../driver/write-behind.ts'
import { WriteGate } from '../driver/write-gate.ts'
import type { Clock } from '../ports/clock.ts'
import type { Millis } from '../http/units.ts'

const random = (): number => 0.5

/** What a relay needs to get on with a store that may take so long, and of which nothing is written behind. */
export const relayLimits = (
  clock: Clock,
  limit: Millis = 2_000,
): Pick<RelayOptions, 'storeDeadline' | 'storeBudget' | 'behind' | 'gate'> => ({
  storeDeadline: limit,
  storeBudget: new StoreBudget(limit),
  behind: new WriteBehind({ maxBytes: 0 }),
  gate: new WriteGate(new StoreBreaker({ clock, random }), new StoreBreaker({ clock, random })),
})
