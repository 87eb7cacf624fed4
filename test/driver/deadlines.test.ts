import { describe, expect, test } from '@jest/globals'
import type { Stuck } from '@cachechart/core'
import { fakeBackend, fakeBody, fakeStore } from '@cachechart/core/testing'
import { fieldOf, get, interpreters, settle, stage, storyOf, textOf, type StageOptions } from './stage.ts'

const fresh = { fields: ['Cache-Control', 'max-age=60'] }
const kept = { fields: ['Cache-Control', 'max-age=1, stale-if-error=60', 'ETag', '"1"'] }

describe.each(interpreters)('on the %s', (interpreter) => {
  const set = (options: StageOptions = {}) => {
    const stuck: Stuck[] = []
    return { ...stage({ interpreter, onStuck: (each) => stuck.push(each), ...options }), stuck }
  }

  describe('a follower', () => {
    test('that has waited for long enough fails, and its leader goes on', async () => {
      const given = set({ deadlines: { flight: 1_000, reply: 5_000 } })
      const leader = given.cache.send(get())
      const follower = given.cache.send(get())
      given.clock.advance(1_000)
      await expect(follower.wait()).rejects.toMatchObject({
        code: 'ERR_DEADLINE',
        state: 'awaitFlight',
        after: 1_000,
        status: 504,
      })
      given.backend.reply(fresh, 'late')
      expect(await textOf(await leader.wait())).toBe('late')
      expect(given.cache.ledger()).toMatchObject({ followers: { taken: 1, discharged: 1 }, leaks: 0 })
      expect(given.clock.pending()).toBe(0)
    })

    test('is served stale instead, where that is allowed', async () => {
      const given = set({ deadlines: { flight: 1_000 } })
      given.backend.reply(kept, 'kept')
      await textOf(await given.cache.handle(get()))
      given.clock.advance(2_000)
      given.cache.send(get())
      const follower = given.cache.send(get())
      given.clock.advance(1_000)
      const response = await follower.wait()
      expect([await textOf(response), fieldOf(response, 'cache-status')]).toEqual([
        'kept',
        'cachechart; fwd=stale; detail=stale-if-error',
      ])
    })

    test('goes to the origin by itself, where that is wanted', async () => {
      const given = set({ deadlines: { flight: 1_000 }, collapse: { onTimeout: 'pass' } })
      given.cache.send(get())
      const follower = given.cache.send(get())
      given.clock.advance(1_000)
      expect(given.backend.calls).toHaveLength(2)
      given.backend.calls[1]?.answer({ status: 200, reason: '', fields: [], body: null })
      expect((await follower.wait()).status).toBe(200)
    })

    test('waits no longer for several leaders than for one', async () => {
      const given = set({ deadlines: { flight: 1_000 } })
      given.cache.send(get())
      const followers = [given.cache.send(get()), given.cache.send(get())]
      given.clock.advance(600)
      given.backend.reply({ status: 500 }, 'no')
      await settle()
      given.clock.advance(400)
      await expect(followers[1]?.wait()).rejects.toMatchObject({ code: 'ERR_DEADLINE', state: 'awaitFlight' })
      expect(given.cache.inFlight().map(({ state }) => state)).toEqual(['awaitBackend.attached'])
    })
  })

  describe('the whole transaction', () => {
    test('is given up where its client waits, and the fetch goes on without it', async () => {
      const given = set({ deadlines: { transaction: 1_000 } })
      const pending = given.cache.send(get())
      given.clock.advance(1_000)
      await expect(pending.wait()).rejects.toMatchObject({ code: 'ERR_DEADLINE', of: 'transaction' })
      given.backend.reply(fresh, 'for later')
      await settle()
      expect(storyOf(given.cache)).toEqual([
        'request.lookup',
        'lookup.obliged',
        'deadline.detached',
        'reply.store',
      ])
      expect(given.cache.send(get()).poll()?.source).toBe('stored')
    })

    test.each(['lookup', 'following', 'passing', 'delivering'] as const)(
      'is given up whatever it waits for: %s',
      async (where) => {
        const store = fakeStore({ delay: where === 'lookup' ? 'manual' : 'sync' })
        const given = set({ deadlines: { transaction: 1_000 }, store })
        if (where === 'following') given.cache.send(get())
        const method = where === 'passing' ? 'POST' : 'GET'
        const pending = given.cache.send({ ...get(), method })
        if (where === 'delivering') given.backend.reply(fresh, fakeBody())
        await settle()
        const read = pending.wait().then(textOf)
        await settle()
        given.clock.advance(1_000)
        await expect(read).rejects.toMatchObject({ code: 'ERR_DEADLINE', of: 'transaction' })
      },
    )

    test('has no limit unless it is given one', () => {
      const given = set({ deadlines: { reply: Infinity } })
      given.cache.send(get())
      given.clock.advance(10 * 86_400_000)
      expect(given.cache.inFlight()).toHaveLength(1)
    })
  })

  describe('a connection to the origin', () => {
    const connecting = (options: StageOptions = {}) => {
      const steps: ((step: string) => void)[] = []
      const backend = fakeBackend((request) => {
        request.onStep?.('connect')
        if (request.onStep !== undefined) steps.push(request.onStep)
        return undefined
      })
      return { ...set({ deadlines: { connect: 1_000, reply: 5_000 }, ...options, backend }), backend, steps }
    }

    test('has a deadline of its own', async () => {
      const { cache, clock, backend } = connecting()
      const pending = cache.send(get())
      expect(cache.inFlight()).toMatchObject([{ step: 'connect' }])
      clock.advance(1_000)
      await expect(pending.wait()).rejects.toMatchObject({
        code: 'ERR_DEADLINE',
        of: 'connect',
        after: 1_000,
      })
      expect([backend.cancelled, clock.pending()]).toEqual([1, 0])
    })

    test('that stands has none: from there on it is the reply that is waited for', async () => {
      const { cache, clock, steps } = connecting()
      const pending = cache.send(get())
      steps[0]?.('send')
      clock.advance(4_999)
      expect(cache.inFlight()).toMatchObject([{ step: 'send', state: 'awaitBackend.attached' }])
      clock.advance(1)
      await expect(pending.wait()).rejects.toMatchObject({ of: 'own', after: 5_000 })
    })

    test('that is made after something else has a deadline, too', async () => {
      const { cache, clock, steps } = connecting()
      const pending = cache.send(get())
      steps[0]?.('authenticate')
      clock.advance(3_000)
      steps[0]?.('connect')
      clock.advance(999)
      expect(cache.inFlight()).toMatchObject([{ step: 'connect' }])
      clock.advance(1)
      await expect(pending.wait()).rejects.toMatchObject({ of: 'connect', after: 1_000 })
      expect(clock.pending()).toBe(0)
    })

    test('is for the stored response to stand in for, where that is allowed', async () => {
      const { cache, clock, backend } = connecting()
      backend.reply(kept, 'kept')
      await textOf(await cache.handle(get()))
      clock.advance(2_000)
      const pending = cache.send(get())
      clock.advance(1_000)
      expect(await textOf(await pending.wait())).toBe('kept')
    })
  })

  describe('whoever watches', () => {
    test('is told of a deadline that has passed, with the story', async () => {
      const given = set({ deadlines: { reply: 1_000 }, stuckAfter: Infinity })
      const pending = given.cache.send(get())
      given.clock.advance(1_000)
      await expect(pending.wait()).rejects.toThrow('nothing came within 1 s')
      expect(given.stuck).toMatchObject([
        {
          reason: 'deadline',
          after: 1_000,
          transaction: { id: 1, role: 'leader', state: 'awaitBackend.attached', waitsFor: 'the reply head' },
        },
      ])
    })

    test('may cancel what has waited in vain', async () => {
      const given = stage({
        interpreter,
        deadlines: { reply: 1_000 },
        onStuck: () => {
          pending.cancel()
        },
      })
      const pending = given.cache.send(get())
      given.clock.advance(1_000)
      await expect(pending.wait()).rejects.toMatchObject({ code: 'ERR_CANCELLED' })
      expect(given.tolerated).toEqual([])
    })

    test('is told once of a state that has lasted too long, and for whom others wait', () => {
      const given = set({ stuckAfter: 2_000, deadlines: { reply: Infinity, flight: Infinity } })
      given.cache.send(get())
      given.cache.send(get())
      given.clock.advance(1_999)
      expect(given.stuck).toEqual([])
      given.clock.advance(10_000)
      expect(given.stuck).toMatchObject([
        { reason: 'threshold', transaction: { role: 'leader' } },
        {
          reason: 'threshold',
          transaction: {
            role: 'follower',
            leader: 1,
            waitsFor: 'the reply to transaction 1',
            owedBy: 'transaction 1 (awaitBackend.attached)',
          },
        },
      ])
    })

    test('is not told of a client that reads slowly, but does read', async () => {
      const given = set({ stuckAfter: 2_000 })
      const body = fakeBody()
      given.backend.reply({}, body)
      const response = await given.cache.handle(get())
      const reader = response.body[Symbol.asyncIterator]()
      for (let piece = 0; piece < 6; piece += 1) {
        body.push('piece')
        await reader.next()
        given.clock.advance(1_000)
      }
      expect(given.stuck).toEqual([])
      given.clock.advance(4_000)
      expect(given.stuck).toMatchObject([{ transaction: { state: 'delivering' } }])
    })
  })
})
