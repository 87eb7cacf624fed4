import { describe, expect, test } from '@jest/globals'
import { fakeClock } from '../testing/fake-clock.ts'
import { BackgroundSupervisor } from './background-supervisor.ts'

const limits = { concurrency: 2, backoff: 1_000, backoffMaximum: 5_000 }

const setUp = (random = 0.5) => {
  const clock = fakeClock()
  return { clock, supervisor: new BackgroundSupervisor({ clock, random: () => random, ...limits }) }
}

describe('the supervisor of background work', () => {
  test('opens one refresh for a key, and the next when that has ended', () => {
    const { supervisor } = setUp()
    expect(supervisor.opening('a')).toBe('open')
    supervisor.started('a')
    expect([supervisor.opening('a'), supervisor.opening('b')]).toEqual(['taken', 'open'])
    supervisor.succeeded('a')
    expect(supervisor.opening('a')).toBe('open')
  })

  test('opens no more than its limit at the same time', () => {
    const { supervisor } = setUp()
    supervisor.started('a')
    supervisor.started('b')
    expect(supervisor.opening('c')).toBe('taken')
    supervisor.succeeded('a')
    expect(supervisor.opening('c')).toBe('open')
  })

  test('leaves a key alone after a failure, twice as long each time, up to the maximum', () => {
    const { clock, supervisor } = setUp()
    for (const pause of [1_000, 2_000, 4_000, 5_000, 5_000]) {
      supervisor.started('a')
      supervisor.failed('a')
      clock.advance(pause - 1)
      expect([pause, supervisor.opening('a')]).toEqual([pause, 'taken'])
      clock.advance(1)
      expect([pause, supervisor.opening('a')]).toEqual([pause, 'open'])
    }
    expect(supervisor.opening('b')).toBe('open')
  })

  test('forgets the failures of a key once it has succeeded', () => {
    const { clock, supervisor } = setUp()
    for (const end of ['failed', 'failed', 'succeeded', 'failed'] as const) supervisor[end]('a')
    clock.advance(1_000)
    expect(supervisor.opening('a')).toBe('open')
  })

  test.each([
    [0, 750],
    [0.999, 1_249],
  ])('spreads the pauses by a quarter: chance %p, pause about %p ms', (random, pause) => {
    const { clock, supervisor } = setUp(random)
    supervisor.failed('a')
    clock.advance(pause - 1)
    expect(supervisor.opening('a')).toBe('taken')
    clock.advance(2)
    expect(supervisor.opening('a')).toBe('open')
  })

  test('remembers a bounded number of keys that failed, and forgets the oldest first', () => {
    const { supervisor } = setUp()
    for (let index = 0; index <= 10_000; index += 1) supervisor.failed(`key ${index}`)
    expect(['key 0', 'key 1', 'key 10000'].map((key) => supervisor.opening(key))).toEqual([
      'open',
      'taken',
      'taken',
    ])
  })

  test('of which there may be none is never started', () => {
    const none = new BackgroundSupervisor({
      ...limits,
      concurrency: 0,
      clock: fakeClock(),
      random: () => 0.5,
    })
    expect(none.opening('key')).toBe('taken')
  })
})
