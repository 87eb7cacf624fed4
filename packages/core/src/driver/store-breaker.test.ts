import { describe, expect, test } from '@jest/globals'
import { fakeClock } from '../testing/fake-clock.ts'
import { StoreBreaker } from './store-breaker.ts'

const opened = (options = {}) => {
  const clock = fakeClock()
  const breaker = new StoreBreaker(
    { clock, random: () => 0.5 },
    { failures: 3, pause: 1_000, pauseMaximum: 3_000, ...options },
  )
  for (let count = 0; count < 3; count++) breaker.failed()
  return { clock, breaker }
}

describe('the breaker of a store', () => {
  test('opens after so many failures in a row', () => {
    const breaker = new StoreBreaker({ clock: fakeClock(), random: () => 0.5 }, { failures: 3 })
    breaker.failed()
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    breaker.failed()
    expect([breaker.state, breaker.obstacle()]).toEqual(['closed', undefined])
    breaker.failed()
    expect(breaker.state).toBe('open')
    expect(breaker.obstacle()).toMatchObject({
      code: 'ERR_STORE_UNAVAILABLE',
      message: 'the store has failed 3 times in a row, and is left alone for 1 s',
    })
  })

  test('lets one through when the pause is over, and all when that one succeeds', () => {
    const { clock, breaker } = opened()
    clock.advance(999)
    expect(breaker.obstacle()).toBeDefined()
    clock.advance(1)
    expect([breaker.obstacle(), breaker.state]).toEqual([undefined, 'halfOpen'])
    expect(breaker.obstacle()).toBeDefined()
    breaker.succeeded()
    expect([breaker.obstacle(), breaker.state]).toEqual([undefined, 'closed'])
  })

  test('stays open for twice as long each time that one fails, up to a limit, and begins anew after a success', () => {
    const { clock, breaker } = opened()
    for (const pause of [1_000, 2_000, 3_000, 3_000]) {
      clock.advance(pause - 1)
      expect(breaker.obstacle()).toBeDefined()
      clock.advance(1)
      expect(breaker.obstacle()).toBeUndefined()
      breaker.failed()
    }
    clock.advance(3_000)
    breaker.obstacle()
    breaker.succeeded()
    for (let count = 0; count < 3; count++) breaker.failed()
    clock.advance(1_000)
    expect(breaker.obstacle()).toBeUndefined()
  })

  test('is not kept open for longer by failures of what was asked before', () => {
    const { clock, breaker } = opened()
    clock.advance(500)
    breaker.failed()
    clock.advance(500)
    expect(breaker.obstacle()).toBeUndefined()
  })

  test('lets another through when the first has left without an answer', () => {
    const { clock, breaker } = opened()
    clock.advance(1_000)
    breaker.obstacle()
    breaker.gaveUp()
    expect([breaker.obstacle(), breaker.state]).toEqual([undefined, 'halfOpen'])
    breaker.succeeded()
    breaker.gaveUp()
    expect(breaker.state).toBe('closed')
  })

  test('never opens where it may not', () => {
    const { breaker } = opened({ failures: Infinity })
    expect(breaker.state).toBe('closed')
  })

  test.each([
    [0, 750],
    [0.5, 1_000],
    [0.999, 1_250],
  ])('comes back at a time of its own: with %s after %s ms', (number, pause) => {
    const clock = fakeClock()
    const breaker = new StoreBreaker({ clock, random: () => number }, { failures: 1 })
    breaker.failed()
    expect(breaker.health.nextProbe).toBe(clock.now() + pause)
    clock.advance(pause - 1)
    expect(breaker.obstacle()).toBeDefined()
    clock.advance(1)
    expect(breaker.obstacle()).toBeUndefined()
  })

  test('lets another through when nothing is ever heard of the first', () => {
    const { clock, breaker } = opened()
    clock.advance(1_000)
    expect(breaker.obstacle()).toBeUndefined()
    clock.advance(999)
    expect(breaker.obstacle()).toBeDefined()
    clock.advance(1)
    expect([breaker.obstacle(), breaker.obstacle()?.code]).toEqual([undefined, 'ERR_STORE_UNAVAILABLE'])
  })

  test('says how it is, since when, and what it has seen', () => {
    const { clock, breaker } = opened()
    const start = clock.now()
    breaker.obstacle()
    clock.advance(500)
    breaker.obstacle()
    expect(breaker.health).toEqual({
      state: 'open',
      since: start,
      nextProbe: start + 1_000,
      failures: 3,
      opened: 1,
      refused: 2,
    })
    clock.advance(500)
    breaker.obstacle()
    expect(breaker.health).toMatchObject({ state: 'halfOpen', since: start + 1_000 })
    clock.advance(5)
    breaker.succeeded()
    expect(breaker.health).toEqual({
      state: 'closed',
      since: start + 1_005,
      nextProbe: null,
      failures: 0,
      opened: 1,
      refused: 2,
    })
  })

  test('tells once that the store is back, and not that it is well', () => {
    let told = 0
    const clock = fakeClock()
    const breaker = new StoreBreaker(
      { clock, random: () => 0.5, onClose: () => void (told += 1) },
      { failures: 2 },
    )
    breaker.failed()
    breaker.succeeded()
    expect(told).toBe(0)
    breaker.failed()
    breaker.failed()
    clock.advance(1_000)
    breaker.obstacle()
    breaker.succeeded()
    breaker.succeeded()
    expect(told).toBe(1)
  })
})
