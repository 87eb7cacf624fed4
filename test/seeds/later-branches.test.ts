/** The later branches of the pending request's machine: from a candidate on to whoever waits for it. */
import { afterEach, describe, expect, test } from '@jest/globals'
import type { CacheResponse, PendingRequest } from '@cachechart/core'
import { fakeBody, fakeStore } from '@cachechart/core/testing'
import { gate } from '../surface/hook-stage.ts'
import { grounds } from './grounds.ts'
import { SeedFixture } from './seed-stage.ts'

const fresh = { 'Cache-Control': 'max-age=60', ETag: '"1"' }

const fixture = new SeedFixture()
afterEach(() => fixture.stop())

const textOf = (chunk: IteratorResult<Uint8Array>): string =>
  chunk.done === true ? '' : Buffer.from(chunk.value).toString()

describe.each(grounds)('on $name', (ground) => {
  describe('branch 7: the candidate is applied', () => {
    test('insert: it streams to the client while it is stored', async () => {
      const set = await fixture.start(ground)
      const body = fakeBody()
      const asking = await set.begin()
      set.origin.reply({ headers: fresh }, body)
      const reader = (await asking.opening).body[Symbol.asyncIterator]()
      body.push('on')
      expect(textOf(await reader.next())).toBe('on')
      body.push('e')
      expect(textOf(await reader.next())).toBe('e')
      body.end()
      expect((await reader.next()).done).toBe(true)
      expect(await set.story('leader')).toContain('reply.store')
      expect(await set.ask()).toMatchObject({ body: 'one', outcome: 'hit.fresh' })
    })

    test('update: a 304 brings the stored response up to date, and that is the answer', async () => {
      const set = await fixture.start(ground)
      await set.stored(fresh)
      set.clock.advance(61_000)
      set.origin.reply({ status: 304, headers: { ...fresh, 'X-New': 'yes' } })
      expect(await set.ask()).toMatchObject({ status: 200, body: 'one', outcome: 'revalidated' })
      expect(await set.story('leader')).toContain('reply.freshen')
      const told = await set.ask()
      expect([told.outcome, told.headers.get('x-new')]).toEqual(['hit.fresh', 'yes'])
    })

    test('do not store: it is for this client, and the next ones wait for each other as before', async () => {
      const set = await fixture.start(ground)
      set.origin.reply({ headers: fresh }, 'one')
      const told = await set.ask({
        overrides: { afterSend: (candidate) => void (candidate.action = 'doNotStore') },
      })
      expect(told).toMatchObject({ body: 'one', outcome: 'uncacheable' })
      expect(await set.story('leader')).toContain('reply.decline')
      const askings = [await set.begin(), await set.begin()]
      await set.until('leader awaitBackend.attached', 'follower awaitFlight')
      set.origin.reply({ headers: fresh }, 'two')
      for (const asking of askings) expect((await asking.answer()).body).toBe('two')
      expect(set.origin.requests).toHaveLength(2)
    })

    test('record uncacheable: it is for this client, and the next ones do not wait for each other', async () => {
      const set = await fixture.start(ground)
      set.origin.reply({ headers: fresh }, 'one')
      const told = await set.ask({
        overrides: { afterSend: (candidate) => void (candidate.action = 'recordUncacheable') },
      })
      expect(told).toMatchObject({ body: 'one', outcome: 'uncacheable' })
      expect(await set.story('leader')).toContain('reply.uncacheable')
      const askings = [await set.begin(), await set.begin()]
      await set.sent(3)
      expect(set.states).toEqual(['leader awaitBackend.attached', 'leader awaitBackend.attached'])
      for (const asking of askings) {
        set.origin.reply({ headers: fresh }, 'two')
        await asking.answer()
      }
    })
  })

  describe('branch 8: a transaction that is dropped releases its obligation, and the next waiter may lead', () => {
    test('when its client leaves, and it is not to go on without it', async () => {
      const set = await fixture.start(ground, { abort: { leader: { awaitBackend: 'stop' } } })
      const leader = await set.begin()
      await set.sent(1)
      const follower = await set.begin()
      await set.until('leader awaitBackend.attached', 'follower awaitFlight')
      leader.leave()
      await set.sent(2)
      expect(set.states).toEqual(['leader awaitBackend.attached'])
      expect(set.cache.ledger().obligations).toEqual({ taken: 2, discharged: 1 })
      // The origin's first request was given up: what it answers from now on is for the second.
      if (ground.by === 'sockets') set.origin.reply({}, 'nobody')
      set.origin.reply({ headers: fresh }, 'one')
      expect(await follower.answer()).toMatchObject({ body: 'one', outcome: 'miss.leader' })
      expect(set.origin.cancelled).toBe(1)
    })

    test('when its hook fails', async () => {
      const set = await fixture.start(ground)
      const { opened, break: fail } = gate()
      const leader = await set.begin({ overrides: { beforeSend: () => opened } })
      const follower = await set.begin()
      await set.until('leader awaitBackend.attached', 'follower awaitFlight')
      fail(new Error('no'))
      expect((await leader.answer()).error).toMatchObject({ code: 'ERR_HOOK_BEFORE_SEND' })
      set.origin.reply({ headers: fresh }, 'one')
      expect(await follower.answer()).toMatchObject({ body: 'one', outcome: 'miss.leader' })
      expect(await set.story('leader')).toContain('flight.woken')
    })
  })

  describe('branch 9: an unfinished request is handed over', () => {
    test('in direct the reply itself is handed on as it comes', async () => {
      const set = await fixture.start(ground)
      const body = fakeBody()
      let handed: Promise<CacheResponse> | undefined
      const asking = await set.begin({
        overrides: { pass: true },
        onSend: (pending) => {
          handed = pending.sendTo({ accept: (given) => given.wait() })
        },
      })
      await set.until('client direct')
      set.origin.reply({}, body)
      const reader = (await asking.opening).body[Symbol.asyncIterator]()
      body.push('first')
      expect(textOf(await reader.next())).toBe('first')
      expect(await handed).toBe(asking.pending.poll())
      body.end()
      expect((await reader.next()).done).toBe(true)
    })

    test('in any other state it waits for progress, and what comes then is handed on', async () => {
      const set = await fixture.start(ground, { store: fakeStore({ delay: 'manual' }) })
      let handed: Promise<CacheResponse> | undefined
      let progress = 0
      const asking = await set.begin({
        onSend: (pending) => {
          handed = pending.sendTo({ accept: (given) => given.wait() })
          pending.onReady(() => void (progress += 1))
        },
      })
      expect([set.states, progress]).toEqual([['client awaitCache'], 0])
      set.store.setDelay('sync')
      set.store.release()
      await set.until('leader awaitBackend.attached')
      expect(progress).toBe(0)
      set.origin.reply({ headers: fresh }, 'one')
      expect((await asking.answer()).body).toBe('one')
      expect([progress, (await handed)?.outcome]).toEqual([1, 'miss.leader'])
    })
  })

  describe('branch 10: what is waited for is always what the present state waits for', () => {
    test('from the lookup to the end of the body, and for a follower', async () => {
      const set = await fixture.start(ground, { store: fakeStore({ delay: 'manual' }) })
      const waits = (): string[] =>
        set.cache.inFlight().map(({ waitsFor, owedBy }) => `${waitsFor} of ${owedBy}`)
      const leader = await set.begin()
      expect(waits()).toEqual(['the lookup of store'])
      set.store.setDelay('sync')
      set.store.release()
      await set.until('leader awaitBackend.attached')
      expect(waits()).toEqual(['the reply head of origin'])
      const follower = await set.begin()
      const leads = set.cache.inFlight()[0]?.id
      expect(waits()[1]).toContain(`the reply to transaction ${leads} of`)
      const body = fakeBody()
      set.origin.reply({ headers: fresh }, body)
      await Promise.all([leader.opening, follower.opening])
      expect(set.cache.inFlight().map(({ waitsFor }) => waitsFor)).toEqual([
        'the end of the body',
        'the end of the body',
      ])
      body.push('one')
      body.end()
      expect([(await leader.answer()).body, (await follower.answer()).body]).toEqual(['one', 'one'])
    })

    test('a poll goes on through every step that needs no new event', async () => {
      const set = await fixture.start(ground)
      const asking = await set.begin()
      // Admitted, looked up, missed, sent: all within the call.
      expect([set.states, asking.pending.poll()]).toEqual([['leader awaitBackend.attached'], undefined])
      set.origin.reply({ headers: fresh }, 'one')
      await asking.answer()
      await set.idle()
      let hit: PendingRequest | undefined
      const ready: boolean[] = []
      const again = await set.begin({
        onSend: (pending) => {
          hit = pending
          pending.onReady(() => void ready.push(true))
        },
      })
      expect([ready, hit?.poll()?.outcome]).toEqual([[true], 'hit.fresh'])
      expect((await again.answer()).body).toBe('one')
    })
  })
})
