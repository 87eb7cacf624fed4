import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, expect, test } from '@jest/globals'
import type { Stuck } from '../engine/trace.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { sampleTransaction } from '../testing/sample-transaction.ts'
import { Roster, type Seat } from './roster.ts'
import { StuckWatch, type StuckWatchOptions, type WatchedTransaction } from './stuck-watch.ts'

interface Watched extends WatchedTransaction {
  pieces: number
}

/** A watch over transactions that only the test moves. Where no listener is given, `told` is the listener's. */
const stage = (options: Partial<Pick<StuckWatchOptions, 'stuckAfter' | 'onStuck'>> = {}) => {
  const clock = fakeClock(0)
  const open = new Roster<Watched>()
  const told: Stuck[] = []
  const tolerated: unknown[] = []
  const watch = new StuckWatch({
    clock,
    open,
    stuckAfter: 1_000,
    onStuck: (stuck) => told.push(stuck),
    tolerate: (error) => tolerated.push(error),
    ...options,
  })
  const enter = (state: Parameters<typeof sampleTransaction>[0] = 'awaitBackend.attached') => {
    const transaction = sampleTransaction(state)
    transaction.history.since = clock.now()
    const watched: Watched = {
      transaction,
      step: undefined,
      following: undefined,
      delivery: undefined,
      pieces: 0,
      progress: () => watched.pieces,
    }
    const seat = open.add(watched)
    watch.opened()
    return { watched, seat }
  }
  const leave = (seat: Seat<Watched>) => {
    open.leave(seat)
    watch.closed()
  }
  return { clock, watch, told, tolerated, enter, leave }
}

describe('the watch over what is open', () => {
  test('has one timer for all, and none while nothing is open', () => {
    const { clock, enter, leave } = stage()
    const pending = [clock.pending()]
    const seats = [enter(), enter(), enter()].map(({ seat }) => seat)
    pending.push(clock.pending())
    clock.advance(5_000)
    pending.push(clock.pending())
    for (const seat of seats) {
      leave(seat)
      pending.push(clock.pending())
    }
    const again = enter()
    pending.push(clock.pending())
    leave(again.seat)
    expect([...pending, clock.pending()]).toEqual([0, 1, 1, 1, 1, 0, 1, 0])
  })

  test('tells once of a state that has lasted for stuckAfter, with the story', () => {
    const { clock, told, enter } = stage()
    enter()
    clock.advance(999)
    expect(told).toEqual([])
    clock.advance(1)
    expect(told).toMatchObject([
      {
        reason: 'threshold',
        after: 1_000,
        transaction: { state: 'awaitBackend.attached', inState: 1_000, waitsFor: 'the reply head' },
      },
    ])
    clock.advance(60_000)
    expect(told).toHaveLength(1)
  })

  test('is late by no more than half of it, and says how long it really was', () => {
    const { clock, told, enter } = stage()
    enter()
    clock.advance(1)
    enter('awaitCache')
    clock.advance(1_498)
    expect(told.map(({ transaction }) => transaction.state)).toEqual(['awaitBackend.attached'])
    clock.advance(1)
    expect(told[1]).toMatchObject({ after: 1_499, transaction: { state: 'awaitCache', inState: 1_499 } })
  })

  test('tells of those that came first before the others', () => {
    const { clock, told, enter } = stage()
    enter('direct')
    enter('awaitCache')
    clock.advance(1_000)
    expect(told.map(({ transaction }) => transaction.state)).toEqual(['direct', 'awaitCache'])
  })

  test('counts anew in every state, and tells again there', () => {
    const { clock, told, enter } = stage()
    const { history } = enter('awaitCache').watched.transaction
    clock.advance(900)
    history.record('lookup.obliged', 'awaitBackend.attached', clock.now())
    clock.advance(900)
    expect(told).toEqual([])
    clock.advance(200)
    expect(told).toMatchObject([{ after: 1_100 }])
    history.record('reply.store', 'delivering', clock.now())
    clock.advance(1_000)
    expect(told).toHaveLength(2)
  })

  test('takes every piece of the body for progress', () => {
    const { clock, told, enter } = stage()
    const { watched } = enter('delivering')
    for (let piece = 0; piece < 10; piece += 1) {
      clock.advance(500)
      watched.pieces += 1
    }
    clock.advance(1_499)
    expect(told).toEqual([])
    clock.advance(1)
    expect(told).toMatchObject([{ after: 1_000, transaction: { state: 'delivering', inState: 6_500 } }])
    watched.pieces += 1
    clock.advance(1_500)
    expect(told).toHaveLength(2)
  })

  test('is switched off by Infinity, for the threshold alone', () => {
    const { clock, watch, told, enter } = stage({ stuckAfter: Infinity })
    const { watched } = enter()
    expect(clock.pending()).toBe(0)
    watch.deadlinePassed(watched, 30)
    expect(told).toHaveLength(1)
  })

  test('tells at once, yet does not look without pause, where 0 is asked for', () => {
    const { clock, told, enter } = stage({ stuckAfter: 0 })
    enter()
    clock.advance(10)
    expect(told).toHaveLength(1)
  })

  test('tells of a deadline that has passed, with the limit that it had', () => {
    const { clock, watch, told, enter } = stage()
    const { watched } = enter('awaitCache')
    clock.advance(30)
    watch.deadlinePassed(watched, 25)
    expect(told).toMatchObject([
      { reason: 'deadline', after: 25, transaction: { state: 'awaitCache', inState: 30, owedBy: 'store' } },
    ])
  })
})

describe('a clock that is set back', () => {
  test('hides nothing that is stuck for longer than one more stuckAfter', () => {
    const { clock, told, enter } = stage()
    enter()
    clock.advance(500)
    clock.jump(-3_600_000)
    clock.advance(1_499)
    expect(told).toEqual([])
    clock.advance(1)
    expect(told).toMatchObject([{ after: 1_000, transaction: { inState: 0 } }])
  })

  test('does not, either, what was not seen before it was', () => {
    const { clock, told, enter } = stage()
    enter()
    clock.jump(-3_600_000)
    clock.advance(1_500)
    expect(told).toHaveLength(1)
  })
})

describe('whoever is told', () => {
  test('may throw: that is tolerated, and the others are told of, too', () => {
    const error = new Error('listener')
    const { clock, watch, tolerated, enter } = stage({
      onStuck: () => {
        throw error
      },
    })
    const { watched } = enter()
    enter()
    clock.advance(1_000)
    watch.deadlinePassed(watched, 1)
    expect(tolerated).toEqual([error, error, error])
    expect(clock.pending()).toBe(1)
  })

  test('may end all that is open: no timer is left', () => {
    const seats: Seat<Watched>[] = []
    const { clock, enter, leave } = stage({
      onStuck: () => {
        for (const seat of seats.splice(0)) leave(seat)
      },
    })
    seats.push(enter().seat, enter().seat)
    clock.advance(1_000)
    expect([seats, clock.pending()]).toEqual([[], 0])
  })

  test('may end what is open and open another: there is one timer, and the new one is watched', () => {
    const told: Stuck[] = []
    const given = stage({
      onStuck: (stuck) => {
        told.push(stuck)
        if (told.length > 1) return
        given.leave(first.seat)
        given.enter('awaitCache')
      },
    })
    const first = given.enter()
    given.clock.advance(1_000)
    expect(given.clock.pending()).toBe(1)
    given.clock.advance(1_000)
    expect(told.map(({ transaction }) => transaction.state)).toEqual(['awaitBackend.attached', 'awaitCache'])
  })

  test('may subscribe to the channel, and hears of what has been stuck before', () => {
    const { clock, watch, enter } = stage({ onStuck: undefined })
    const { watched } = enter()
    clock.advance(10_000)
    const heard: unknown[] = []
    const subscriber = (message: unknown) => heard.push(message)
    subscribe('cachechart:stuck', subscriber)
    clock.advance(2_000)
    watch.deadlinePassed(watched, 7)
    unsubscribe('cachechart:stuck', subscriber)
    watch.deadlinePassed(watched, 8)
    expect(heard).toMatchObject([
      { reason: 'threshold', after: 10_500 },
      { reason: 'deadline', after: 7 },
    ])
  })
})

test('while nobody listens no story is built', () => {
  const { clock, watch, enter } = stage({ onStuck: undefined })
  const { watched } = enter()
  const told: string[] = []
  watched.transaction.history.toTrace = () => {
    told.push('built')
    throw new Error('nobody asked for it')
  }
  clock.advance(5_000)
  watch.deadlinePassed(watched, 1)
  expect(told).toEqual([])
})
