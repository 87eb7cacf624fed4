import { redisLease, type RedisSource } from '@cachechart/adapters/redis'
import type { Lease } from '@cachechart/core'
import type { LeaseTrial } from '@cachechart/core/testing'
import { StallingClock } from './stalling-clock.ts'

/** As long as leases on trial last: the contract waits for it to pass. */
export const life = 3_000

/** A machine that has other work takes its time. */
export const patience = { commandTimeout: 5_000, connectTimeout: 5_000 }

let trials = 0

/** Leases on a server, which each have a connection by themselves, under names that no other trial has. */
export function redisTrial(source: RedisSource): LeaseTrial {
  trials += 1
  const prefix = `trial-${trials}:`
  const clocks = new Map<Lease, StallingClock>()
  return {
    join: () => {
      const clock = new StallingClock()
      const lease = redisLease({ ...source, ...patience, prefix, life, clock })
      clocks.set(lease, clock)
      return lease
    },
    stall: (lease) => clocks.get(lease)?.stall(),
    timers: () => [...clocks.values()].reduce((sum, { pending }) => sum + pending, 0),
  }
}
