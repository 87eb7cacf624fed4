import { expect } from '@jest/globals'
import type { CacheRequest, PendingRequest } from '@cachechart/core'
import { get, textOf, type Stage } from './stage.ts'

export const fresh = { fields: ['Cache-Control', 'max-age=60'] }

/** Requests for the same, one after the other, before anything was answered. */
export const sendAll = ({ cache }: Stage, count: number, request: CacheRequest = get()): PendingRequest[] =>
  Array.from({ length: count }, () => cache.send(request))

export const textsOf = (pending: readonly PendingRequest[]): Promise<string[]> =>
  Promise.all(pending.map(async (each) => textOf(await each.wait())))

export const roles = ({ cache }: Stage) => cache.inFlight().map(({ role, state }) => `${role} ${state}`)

/** That nothing waits, and nothing is owed. */
export const expectNothingLeft = ({ cache, clock, backend }: Stage): void => {
  const { leaks, ...lines } = cache.ledger()
  expect([cache.inFlight(), clock.pending(), leaks, cache.tolerated().run]).toEqual([[], 0, 0, 0])
  for (const { taken, discharged } of Object.values(lines)) expect(discharged).toBe(taken)
  expect(backend.calls.filter(({ state }) => state === 'waiting' || state === 'sending')).toEqual([])
}
