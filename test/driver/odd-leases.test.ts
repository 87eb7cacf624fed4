/** A lease that answers what it must not, whoever purges while it is asked, and what a lease is not held for. */
import { describe, expect, test } from '@jest/globals'
import type { Cache, Lease, LeaseAnswer } from '@cachechart/core'
import { fakeBody, memoryLease } from '@cachechart/core/testing'
import { expectFleetAtRest, fleet, memberAt, statesOf } from './fleet-stage.ts'
import { expectNothingLeft, fresh } from './flight-stage.ts'
import { get, interpreters, settle, stage, textOf } from './stage.ts'

describe.each(interpreters)('on the %s', (interpreter) => {
  test('a refresh that succeeds without a lease has not failed: the next one need not wait', async () => {
    const given = fleet(1, { interpreter })
    const { cache, lease, tolerated } = memberAt(given, 0)
    const stale = { fields: ['Cache-Control', 'max-age=1, stale-while-revalidate=600'] }
    given.backend.reply(stale, 'v0')
    await textOf(await cache.handle(get()))
    for (let version = 1; version <= 5; version += 1) {
      given.clock.advance(2_000)
      lease.failNext()
      expect(await textOf(await cache.handle(get()))).toBe(`v${version - 1}`)
      await settle()
      given.backend.reply(stale, `v${version}`)
      await settle()
    }
    expect([cache.tolerated().refresh, tolerated.length]).toEqual([0, 5])
    expectFleetAtRest(given)
  })

  test('a lease is not kept for what will not be stored: who comes after a purge asks the origin', async () => {
    const given = fleet(2, { interpreter })
    const [one, other] = [memberAt(given, 0), memberAt(given, 1)]
    const body = fakeBody()
    const first = one.cache.send(get())
    given.backend.reply(fresh, body)
    body.push('old')
    await settle()
    const parked = other.cache.send(get())
    await one.cache.purge({ key: get().url })
    await settle()
    expect([statesOf(one), statesOf(other)]).toEqual([
      ['leader delivering'],
      ['leader awaitBackend.attached'],
    ])
    given.backend.reply(fresh, 'new')
    expect(await textOf(await parked.wait())).toBe('new')
    body.end()
    expect(await textOf(await first.wait())).toBe('old')
    await settle()
    expectFleetAtRest(given)
  })

  const bad: readonly unknown[] = [
    undefined,
    {},
    { type: 'granted' },
    { type: 'taken', wait: { leave: () => {} } },
  ]
  test.each(bad.flatMap((answer) => [[answer, 'at once'] as const, [answer, 'later'] as const]))(
    'a lease that answers %j, %s, costs no more than one that fails',
    async (answer, when) => {
      const given = answer as LeaseAnswer // it is none: that is what is tried
      const lease: Lease = {
        acquire: () => (when === 'later' ? Promise.resolve(given) : given),
        close: () => {},
      }
      const set = stage({ interpreter, lease })
      const pending = set.cache.send(get())
      await settle()
      set.backend.reply(fresh, 'alone')
      expect(await textOf(await pending.wait())).toBe('alone')
      expect([set.cache.tolerated().lease, set.cache.tolerated().run]).toEqual([1, 0])
      await settle()
      expectNothingLeft(set)
    },
  )

  test.each(['while it is asked', 'when it has failed'] as const)(
    'everything may be purged by a lease %s',
    async (when) => {
      const inner = memoryLease()
      let purges = 0
      const purge = (): void => {
        purges += 1
        if (purges === 1) void cache.purge({ all: true })
      }
      const acquire: Lease['acquire'] = (subject) => {
        if (when === 'while it is asked') purge()
        return inner.acquire(subject)
      }
      if (when === 'when it has failed') inner.failNext()
      const set = stage({ interpreter, lease: { acquire, close: () => {} }, onTolerated: purge })
      const cache: Cache = set.cache
      const pending = cache.send(get())
      await settle()
      set.backend.reply(fresh, 'served')
      expect(await textOf(await pending.wait())).toBe('served')
      await settle()
      expect([purges > 0, cache.tolerated().run, inner.holder({ key: get().url, variant: '' })]).toEqual([
        true,
        0,
        undefined,
      ])
    },
  )
})
