import { undiciBackend } from '@cachechart/adapters/node'
import type { CacheOptions } from '@cachechart/core'
import { fetchFront } from '../fixtures/fetch-front.ts'
import type { Front } from '../fixtures/front.ts'
import { gatewayFront } from '../fixtures/gateway-front.ts'
import type { VirtualClock } from '../fixtures/virtual-clock.ts'
import { coreFront } from './core-front.ts'
import type { HeldLine } from './held-line.ts'
import type { HoldingStore } from './holding-store.ts'

/** Every way in which a client can leave, on both interpreters. */
export const departureWays = [
  { by: 'closes its connection to the gateway', front: 'gateway', interpreter: 'table' },
  { by: 'closes its connection to the gateway', front: 'gateway', interpreter: 'xstate' },
  { by: 'aborts its cachedFetch', front: 'fetch', interpreter: 'table' },
  { by: 'aborts its cachedFetch', front: 'fetch', interpreter: 'xstate' },
  { by: 'cancels its pending request', front: 'core', interpreter: 'table' },
  { by: 'cancels its pending request', front: 'core', interpreter: 'xstate' },
] as const

export type DepartureWay = (typeof departureWays)[number]

/** What a test may choose of the cache. */
export type DepartureOptions = Pick<
  CacheOptions,
  'abort' | 'collapse' | 'onTransition' | 'onFlightTransition'
>

export interface Surroundings {
  readonly origin: string
  readonly clock: VirtualClock
  readonly store: HoldingStore
  readonly line: HeldLine
}

/** An empty cache before the origin, reached in the way that is asked for. */
export function departureFront(
  { front, interpreter }: DepartureWay,
  { origin, line, ...ports }: Surroundings,
  options: DepartureOptions,
): Promise<Front> {
  const common = { ...options, ...ports, interpreter }
  const { dispatcher } = line
  switch (front) {
    case 'gateway':
      return gatewayFront({ ...common, origin, dispatcher })
    case 'fetch':
      return Promise.resolve(fetchFront(origin, { ...common, fetch: line.fetch }))
    case 'core':
      return Promise.resolve(coreFront(origin, { ...common, backend: undiciBackend({ dispatcher }) }))
  }
}
