import { describe, expect, test } from '@jest/globals'
import { fakeClock } from './fake-clock.ts'

describe('a fake clock', () => {
  test('stands still until it is advanced', () => {
    const clock = fakeClock(5000)
    expect([clock.now(), clock.now()]).toEqual([5000, 5000])
    clock.advance(250)
    expect(clock.now()).toBe(5250)
    expect(fakeClock().now()).toBe(1_700_000_000_000)
  })

  test('runs timers at their times, in the order of these, then of their creation', () => {
    const clock = fakeClock(0)
    const rung: string[] = []
    const ring = (name: string) => () => rung.push(`${name} at ${clock.now()}`)
    clock.setTimer(ring('late'), 300)
    clock.setTimer(ring('first'), 100)
    clock.setTimer(ring('second'), 100)
    clock.setTimer(ring('beyond'), 301)
    clock.advance(99)
    expect(rung).toEqual([])
    clock.advance(201)
    expect(rung).toEqual(['first at 100', 'second at 100', 'late at 300'])
    expect([clock.now(), clock.pending()]).toEqual([300, 1])
  })

  test('runs timers that timers have set, when they fall due in time', () => {
    const clock = fakeClock(0)
    const rung: number[] = []
    const again = () => {
      rung.push(clock.now())
      clock.setTimer(again, 100)
    }
    clock.setTimer(again, 100)
    clock.advance(350)
    expect(rung).toEqual([100, 200, 300])
    expect(clock.pending()).toBe(1)
  })

  test('forgets timers that were cleared, even by another that is due at the same time', () => {
    const clock = fakeClock(0)
    const rung: string[] = []
    clock.setTimer(() => clock.clearTimer(second), 10)
    const second = clock.setTimer(() => rung.push('second'), 10)
    clock.clearTimer(clock.setTimer(() => rung.push('cleared'), 5))
    clock.clearTimer(undefined)
    clock.clearTimer(second === undefined)
    clock.advance(100)
    expect(rung).toEqual([])
    expect(clock.pending()).toBe(0)
  })

  test.each([0, -5, Number.NaN])(
    'runs a timer after a delay of %p as soon as it advances at all',
    (delay) => {
      const clock = fakeClock(0)
      const rung: number[] = []
      clock.setTimer(() => rung.push(clock.now()), delay)
      expect(rung).toEqual([])
      clock.advance(0)
      expect(rung).toEqual([0])
    },
  )

  test('does not run a timer twice when its callback throws', () => {
    const clock = fakeClock(0)
    clock.setTimer(() => {
      throw new Error('broken callback')
    }, 10)
    expect(() => clock.advance(20)).toThrow('broken callback')
    expect(clock.pending()).toBe(0)
    clock.advance(20)
  })

  test('jumps back and forth without a timer that notices', () => {
    const clock = fakeClock(10_000)
    const rung: number[] = []
    clock.setTimer(() => rung.push(clock.now()), 100)
    clock.jump(-5000)
    expect([clock.now(), rung.length]).toEqual([5000, 0])
    clock.jump(60_000)
    expect([clock.now(), rung.length]).toEqual([65_000, 0])
    clock.advance(100)
    expect(rung).toEqual([65_100])
  })

  test.each([-1, Number.NaN])('refuses to advance by %p', (span) => {
    expect(() => fakeClock().advance(span)).toThrow(RangeError)
  })
})
