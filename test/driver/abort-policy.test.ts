import { describe, expect, test } from '@jest/globals'
import type { AbortPolicy } from '@cachechart/core'
import { fakeBody } from '@cachechart/core/testing'
import { get, interpreters, settle, stage, textOf, type StageOptions } from './stage.ts'

const fresh = { fields: ['Cache-Control', 'max-age=60'] }
const stale = {
  fields: ['Cache-Control', 'max-age=1, stale-while-revalidate=9, stale-if-error=9', 'ETag', '"1"'],
}

describe.each(interpreters)('on the %s', (interpreter) => {
  const set = (abort: AbortPolicy = {}, options: StageOptions = {}) =>
    stage({ interpreter, abort, ...options })

  describe('a leader that leaves before the reply', () => {
    test.each([undefined, 'finish', 'finishIfWanted'] as const)(
      'and is followed, leaves the fetch to its follower by %s',
      async (choice) => {
        const given = set(choice === undefined ? {} : { leader: { awaitBackend: choice } })
        const leader = given.cache.send(get())
        const follower = given.cache.send(get())
        leader.cancel()
        expect(given.cache.inFlight().map(({ role, state }) => [role, state])).toEqual([
          ['leader', 'awaitBackend.detached'],
          ['follower', 'awaitFlight'],
        ])
        given.backend.reply(fresh, 'for the other')
        expect(await textOf(await follower.wait())).toBe('for the other')
        await settle()
        expect([given.backend.calls.length, given.backend.cancelled]).toEqual([1, 0])
        expect(given.cache.send(get()).poll()?.source).toBe('stored')
      },
    )

    test('and is followed, hands the lead on where its fetch must stop', async () => {
      const given = set({ leader: { awaitBackend: 'stop' } })
      const leader = given.cache.send(get())
      const followers = [given.cache.send(get()), given.cache.send(get())]
      leader.cancel()
      expect([given.backend.calls.length, given.backend.cancelled]).toEqual([2, 1])
      expect(given.cache.inFlight().map(({ role, state }) => [role, state])).toEqual([
        ['leader', 'awaitBackend.attached'],
        ['follower', 'awaitFlight'],
      ])
      given.backend.reply(fresh, 'again')
      expect(await Promise.all(followers.map(async (each) => textOf(await each.wait())))).toEqual([
        'again',
        'again',
      ])
    })

    test.each([
      ['finish', 0, 'stored'],
      ['finishIfWanted', 1, undefined],
      ['stop', 1, undefined],
    ] as const)('and is alone, goes by the policy: %s', async (choice, cancelled, source) => {
      const given = set({ leader: { awaitBackend: choice } })
      given.cache.send(get()).cancel()
      expect(given.backend.cancelled).toBe(cancelled)
      if (cancelled === 0) given.backend.reply(fresh, 'for later')
      await settle()
      expect([given.cache.inFlight(), given.cache.send(get()).poll()?.source]).toEqual([[], source])
    })
  })

  describe('the last follower that leaves after its leader', () => {
    test.each([
      ['finish', 0],
      ['finishIfWanted', 1],
      ['stop', 1],
    ] as const)('decides by the policy whether the fetch goes on: %s', async (choice, cancelled) => {
      const given = set({ follower: { awaitFlight: choice } })
      const leader = given.cache.send(get())
      const followers = [given.cache.send(get()), given.cache.send(get())]
      leader.cancel()
      followers[0]?.cancel()
      expect(given.backend.cancelled).toBe(0)
      followers[1]?.cancel()
      expect(given.backend.cancelled).toBe(cancelled)
      if (cancelled === 0) given.backend.reply(fresh, 'for later')
      await settle()
      expect(given.cache.inFlight()).toEqual([])
      expect(given.cache.ledger()).toMatchObject({ followers: { taken: 2, discharged: 2 }, leaks: 0 })
    })

    test('takes nothing from a leader that has stayed', async () => {
      const given = set({ follower: { awaitFlight: 'stop' } })
      const leader = given.cache.send(get())
      given.cache.send(get()).cancel()
      given.backend.reply(fresh, 'for the leader')
      expect([await textOf(await leader.wait()), given.backend.cancelled]).toEqual(['for the leader', 0])
    })
  })

  describe('the last reader of a body that leaves', () => {
    const states = [
      ['finish', 'ended', 'stored'],
      ['finishIfWanted', 'cancelled', undefined],
      ['stop', 'cancelled', undefined],
    ] as const

    test.each(states)('as its leader, goes by the policy: %s', async (choice, state, source) => {
      const given = set({ leader: { delivering: choice } })
      const body = fakeBody()
      given.backend.reply(fresh, body)
      const leader = given.cache.send(get())
      await leader.wait()
      leader.cancel()
      body.push('all')
      body.end()
      await settle()
      expect([given.backend.calls[0]?.state, given.cache.inFlight()]).toEqual([state, []])
      expect(given.cache.send(get()).poll()?.source).toBe(source)
    })

    test.each(states)('as a follower, goes by the policy: %s', async (choice, state, source) => {
      const given = set({ follower: { delivering: choice } })
      const body = fakeBody()
      const pending = [given.cache.send(get()), given.cache.send(get())]
      given.backend.reply(fresh, body)
      await Promise.all(pending.map((each) => each.wait()))
      for (const each of pending) each.cancel()
      body.push('all')
      body.end()
      await settle()
      expect([given.backend.calls[0]?.state, given.cache.inFlight()]).toEqual([state, []])
      expect(given.cache.send(get()).poll()?.source).toBe(source)
    })

    test('is not the last while another reads', async () => {
      const given = set({ leader: { delivering: 'stop' }, follower: { delivering: 'stop' } })
      const body = fakeBody()
      const pending = [given.cache.send(get()), given.cache.send(get())]
      given.backend.reply(fresh, body)
      const [, second] = await Promise.all(pending.map((each) => each.wait()))
      pending[0]?.cancel()
      body.push('all')
      body.end()
      expect(second && (await textOf(second))).toBe('all')
    })
  })

  describe('a background refresh whose last follower leaves', () => {
    test.each([
      ['finish', 0],
      ['finishIfWanted', 1],
      ['stop', 1],
    ] as const)('goes by the policy: %s', async (choice, cancelled) => {
      const given = set({ background: { awaitBackend: choice } })
      given.backend.reply(stale, 'kept')
      await textOf(await given.cache.handle(get()))
      given.clock.advance(5_000)
      await textOf(await given.cache.handle(get()))
      expect(given.cache.inFlight().map(({ role }) => role)).toEqual(['background'])
      // The window closes while the refresh is under way: the next request waits for it.
      given.clock.advance(6_000)
      const follower = given.cache.send(get())
      expect(given.cache.inFlight().map(({ role }) => role)).toEqual(['background', 'follower'])
      follower.cancel()
      expect(given.backend.cancelled).toBe(cancelled)
      if (cancelled === 0) given.backend.reply({ status: 304, fields: ['ETag', '"1"'] })
      await settle()
      const refresh = given.cache.traces().find(({ role }) => role === 'background')
      expect([given.cache.inFlight(), refresh?.history.at(-1)?.event]).toEqual([
        [],
        cancelled === 0 ? 'reply.freshen' : 'fetch.stopped',
      ])
    })
  })
})
