import { describe, expect, test } from '@jest/globals'
import { fakeClock } from '../testing/fake-clock.ts'
import { StoreBreaker } from './store-breaker.ts'

const opened = (options = {}) => {
  const clock = fakeClock()
  const breaker = new StoreBreaker(clock, { failures: 3, pause: 1_000, pauseMaximum: 3_000, ...options })
  for (let count = 0; count < 3; count++) breaker.failed()
  return { clock, breaker }
}

describe('the breaker of a store', () => {
  test('opens after so many failures in a row', () => {
    const breaker = new StoreBreaker(fakeClock(), { failures: 3 })
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
})
