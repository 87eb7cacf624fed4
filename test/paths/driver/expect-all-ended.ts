import { expect } from '@jest/globals'
import type { Scene } from './scene.ts'

/** That nothing waits, nothing is owed, and every client was told of one outcome. */
export const expectAllEnded = ({ cache, clock, backend, clients }: Scene): void => {
  const { leaks, ...lines } = cache.ledger()
  expect([cache.inFlight(), clock.pending(), leaks, cache.tolerated().run]).toEqual([[], 0, 0, 0])
  for (const { taken, discharged } of Object.values(lines)) expect(discharged).toBe(taken)
  expect(backend.calls.filter(({ state }) => state === 'waiting' || state === 'sending')).toEqual([])
  const counted = Object.values(cache.counters()).reduce((sum, count) => sum + count, 0)
  expect(counted).toBe(clients.length)
  expect(clients.map(({ outcomes }) => outcomes.length)).toEqual(clients.map(() => 1))
}
