import type { Cache } from '@cachechart/core'
import type { FakeClock } from '@cachechart/core/testing'
import { ContractError } from '../contract-error.ts'
import type { Patience } from '../patience.ts'

/**
 * Waits until the cache is idle. Nothing may be left of what it has done: no transaction, no body on its way, no timer,
 * nothing that is owed, and no failure of its own.
 */
export async function expectNothingLeft(cache: Cache, clock: FakeClock, patience: Patience): Promise<void> {
  const drained = cache.drain({ timeout: 0x7f_ff_ff_ff })
  try {
    await patience.for('the end of all work', drained)
  } catch (error) {
    throw new ContractError(`work is left when all clients are served: ${stories(cache)}`, { cause: error })
  }
  const { leaks, ...owed } = cache.ledger()
  const unpaid = Object.entries(owed).filter(([, { taken, discharged }]) => taken !== discharged)
  if (leaks > 0 || unpaid.length > 0)
    throw new ContractError(`the cache is owed something: ${JSON.stringify(cache.ledger())}`)
  if (clock.pending() > 0) throw new ContractError(`${clock.pending()} timers are left`)
  if (cache.tolerated().run > 0) throw new ContractError('the cache has failed at its own work')
}

const stories = (cache: Cache): string =>
  cache
    .inFlight()
    .map(({ method, key, state, waitsFor }) => `${method} ${key} in ${state} waits for ${waitsFor}`)
    .join('; ') || 'a body on its way'
