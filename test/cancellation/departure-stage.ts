import { expect } from '@jest/globals'
import { eventually } from '../fixtures/eventually.ts'
import { expectNothingLeft } from '../fixtures/expect-nothing-left.ts'
import type { Front } from '../fixtures/front.ts'
import { HeldRequests } from '../fixtures/held-requests.ts'
import { httpOrigin, type HttpOrigin } from '../fixtures/http-origin.ts'
import { VirtualClock } from '../fixtures/virtual-clock.ts'
import { departureFront, type DepartureOptions, type DepartureWay } from './departure-ways.ts'
import { HeldLine } from './held-line.ts'
import { HoldingStore } from './holding-store.ts'
import { OriginSockets } from './origin-sockets.ts'

/** A cache between sockets, of which a test decides when the store, the line and the origin go on. */
export interface DepartureStage {
  readonly way: DepartureWay
  readonly front: Front
  readonly store: HoldingStore
  readonly line: HeldLine
  readonly origin: HttpOrigin
  readonly held: HeldRequests
  readonly sockets: OriginSockets
  readonly clock: VirtualClock
}

export async function departureStage(
  way: DepartureWay,
  options: DepartureOptions = {},
): Promise<DepartureStage> {
  const clock = new VirtualClock()
  const store = new HoldingStore()
  const line = new HeldLine()
  const held = new HeldRequests()
  const sockets = new OriginSockets()
  const origin = await httpOrigin(sockets.watch(held.answer))
  const front = await departureFront(way, { origin: origin.url, clock, store, line }, options)
  return { way, front, store, line, origin, held, sockets, clock }
}

/** That nothing is in flight or owed, that nothing failed that nobody saw, and that nothing is under way at the origin. */
export async function expectSettled({ front, clock, sockets }: DepartureStage): Promise<void> {
  await expectNothingLeft(front.cache, clock)
  expect(Object.entries(front.cache.tolerated()).filter(([, count]) => count > 0)).toEqual([])
  await eventually('no exchange with the origin is open', () => sockets.exchanges === 0)
}

/** Ends a test: what is held back goes on, nothing may be left of it, and all connections close. */
export async function endDepartures(stage: DepartureStage): Promise<void> {
  const { front, store, line, origin, sockets, way } = stage
  store.release('get', 'read', 'commit', 'freshen')
  line.release()
  try {
    await expectSettled(stage)
    await front.close()
    await line.close()
    // The platform's own fetch keeps connections for later, which nobody else can close.
    if (way.front !== 'fetch')
      await eventually('no connection to the origin is open', () => sockets.connections === 0)
  } finally {
    await front.close()
    await line.close()
    await origin.close()
  }
}
