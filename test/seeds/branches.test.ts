/** The branches of the pending request's machine, as the seed document describes them; the numbers are its own. */
import { afterEach, describe, expect, test } from '@jest/globals'
import type { Candidate, Overrides } from '@cachechart/core'
import { fakeStore } from '@cachechart/core/testing'
import { gate } from '../surface/hook-stage.ts'
import { grounds } from './grounds.ts'
import { SeedFixture, type Errand, type SeedStage } from './seed-stage.ts'

const fresh = { 'Cache-Control': 'max-age=60', ETag: '"1"' }
const revalidating = { 'Cache-Control': 'max-age=60, stale-while-revalidate=600', ETag: '"1"' }
const masking = { 'Cache-Control': 'max-age=60, stale-if-error=600', ETag: '"1"' }

const fixture = new SeedFixture()
afterEach(() => fixture.stop())

/** Hooks for what never is to be hooked. */
const unwanted: Overrides = {
  beforeSend: () => {
    throw new Error('beforeSend ran')
  },
  afterSend: () => {
    throw new Error('afterSend ran')
  },
}

describe.each(grounds)('on $name', (ground) => {
  describe('branch 1: a request that is not cacheable, or is marked pass, goes to the origin without a lookup', () => {
    const direct: readonly [string, Errand][] = [
      ['is not cacheable', { method: 'POST', overrides: unwanted }],
      ['is marked pass', { overrides: { ...unwanted, pass: true } }],
    ]

    test.each(direct)('one that %s waits in direct, and its hooks do not run', async (_what, errand) => {
      const set = await fixture.start(ground)
      const asking = await set.begin(errand)
      await set.sent(1)
      expect(set.states).toEqual(['client direct'])
      expect(set.store.calls).toEqual([])
      set.origin.reply({}, 'one')
      expect(await asking.answer()).toMatchObject({ status: 200, body: 'one', outcome: 'pass' })
      expect((await set.story('client'))[0]).toBe('request.pass')
    })
  })

  describe('branch 2: a cacheable request begins a lookup with its key, and the origin hears nothing yet', () => {
    test.each(['GET', 'HEAD'])('%s', async (method) => {
      const set = await fixture.start(ground, { store: fakeStore({ delay: 'manual' }) })
      const asking = await set.begin({ method })
      expect(set.states).toEqual(['client awaitCache'])
      expect(set.store.held).toEqual([{ operation: 'get', key: set.url() }])
      expect(set.origin.requests).toEqual([])
      set.store.setDelay('sync')
      set.store.release()
      set.origin.reply({ headers: fresh })
      expect((await asking.answer()).status).toBe(200)
      expect(set.origin.requests).toHaveLength(1)
    })

    test('the override key is the one looked for, and it never leaves as a field', async () => {
      const set = await fixture.start(ground)
      set.origin.reply({ headers: fresh }, 'one')
      const overrides = { cacheKey: 'the-key' }
      await set.ask({ overrides })
      expect((await set.ask({ path: '/other', overrides })).outcome).toBe('hit.fresh')
      expect(set.store.calls.filter(({ operation }) => operation === 'get')).toEqual([
        { operation: 'get', key: 'the-key' },
        { operation: 'get', key: 'the-key' },
      ])
      const [sent] = set.origin.requests
      expect([sent?.path, JSON.stringify([...(sent?.headers ?? [])]).includes('the-key')]).toEqual([
        '/page',
        false,
      ])
    })
  })

  describe('branch 3: a usable response is found, and is the answer at once', () => {
    test('a fresh one, and the origin is not asked', async () => {
      const set = await fixture.start(ground)
      await set.stored(fresh)
      expect(await set.ask()).toMatchObject({ status: 200, body: 'one', outcome: 'hit.fresh' })
      expect(set.origin.requests).toHaveLength(1)
    })

    test('the one that holds the obligation, too, starts a revalidation in the background', async () => {
      const set = await fixture.start(ground)
      await set.stale(revalidating)
      const told = [await set.ask(), await set.ask()]
      expect(told.map(({ body, outcome }) => [body, outcome])).toEqual([
        ['one', 'hit.stale'],
        ['one', 'hit.stale'],
      ])
      await set.sent(2)
      await set.until('background awaitBackend.detached')
      set.origin.reply({ headers: fresh }, 'two')
      await set.idle()
      expect(await set.ask()).toMatchObject({ body: 'two', outcome: 'hit.fresh' })
    })

    test('a revalidation that cannot be started never fails the client', async () => {
      const set = await fixture.start(ground)
      await set.stale(revalidating)
      expect(await set.ask({ overrides: unwanted })).toMatchObject({ body: 'one', outcome: 'hit.stale' })
      await set.idle()
      expect(set.tolerated).toMatchObject([{ during: 'refresh', error: { code: 'ERR_HOOK_BEFORE_SEND' } }])
      expect(set.origin.requests).toHaveLength(1)
    })

    test('where the leader before it has failed, and stale-if-error allows it, it carries the masked error', async () => {
      const set = await fixture.start(ground)
      await set.stale(masking)
      await set.begin().then((leader) => void leader.answer())
      const follower = await set.begin()
      await set.until('leader awaitBackend.attached', 'follower awaitFlight')
      set.origin.fail()
      const told = await follower.answer()
      expect(told).toMatchObject({ status: 200, body: 'one', outcome: 'hit.masked' })
      expect(told.response).toMatchObject({ waited: true, maskedError: { code: 'ERR_BACKEND_PROTOCOL' } })
      expect(await set.story('follower')).toContain('flight.masked')
      expect(set.origin.requests).toHaveLength(2)
    })
  })

  describe('branch 4: nothing usable, obligation held: the leader builds the suggested request, and sends it', () => {
    test('with validators in place of the client’s own conditionals; beforeSend is the last to change it', async () => {
      const set = await fixture.start(ground)
      await set.stale(fresh)
      const seen: (string | null)[] = []
      const asking = await set.begin({
        headers: {
          'If-None-Match': '"client"',
          'If-Modified-Since': 'Wed, 01 Jan 2020 00:00:00 GMT',
          Accept: 'text/plain',
        },
        overrides: {
          beforeSend: (outgoing) => {
            seen.push(outgoing.getHeader('if-none-match'), outgoing.getHeader('if-modified-since'))
            outgoing.setHeader('X-Signed', 'yes')
          },
        },
      })
      await set.sent(2)
      expect(set.states).toEqual(['leader awaitBackend.attached'])
      expect(seen).toEqual(['"1"', null])
      const { headers } = set.origin.requests[1] ?? {}
      expect(
        ['if-none-match', 'if-modified-since', 'accept', 'x-signed'].map((name) => headers?.get(name)),
      ).toEqual(['"1"', null, 'text/plain', 'yes'])
      set.origin.reply({ status: 304 })
      const told = await asking.answer()
      expect([told.status, told.body, told.outcome]).toEqual([200, 'one', 'revalidated'])
    })

    // Unlike the seed's, this cache stores parts: a Range is taken off only where the whole is wanted.
    test.each<[string, Overrides, string | null]>([
      ['as the client sent it', {}, 'bytes=0-1'],
      ['not at all where afterSend is to judge the whole', { afterSend: () => undefined }, null],
    ])('with the Range %s', async (_how, overrides, range) => {
      const set = await fixture.start(ground)
      await set.stale(fresh)
      const asking = await set.begin({ headers: { Range: 'bytes=0-1' }, overrides })
      await set.sent(2)
      const { headers } = set.origin.requests[1] ?? {}
      expect([headers?.get('if-none-match'), headers?.get('range')]).toEqual(['"1"', range])
      set.origin.reply({ status: 304 })
      const told = await asking.answer()
      expect([told.status, told.body, told.outcome]).toEqual([206, 'on', 'revalidated'])
    })

    test('the overrides are read after beforeSend ran', async () => {
      const set = await fixture.start(ground)
      set.origin.reply({}, 'one')
      const told = await set.ask({
        overrides: { ttl: 5, beforeSend: (outgoing) => outgoing.override({ ttl: 100 }) },
      })
      expect(told.response?.ttl).toBe(100)
      set.clock.advance(99_000)
      expect((await set.ask()).outcome).toBe('hit.fresh')
    })

    test('a start that fails chooses stale, where stale-if-error allows it, with the error that it masks', async () => {
      const set = await fixture.start(ground)
      await set.stale(masking)
      const told = await set.ask({ overrides: unwanted })
      expect(told).toMatchObject({ status: 200, body: 'one', outcome: 'hit.masked' })
      expect(told.response?.maskedError).toMatchObject({
        code: 'ERR_HOOK_BEFORE_SEND',
        cause: { message: 'beforeSend ran' },
      })
      expect(set.origin.requests).toHaveLength(1)
    })

    test('a start that fails is the error itself, where nothing may stand in', async () => {
      const set = await fixture.start(ground)
      await set.stale(fresh)
      expect(await set.ask({ overrides: unwanted })).toMatchObject({
        status: 500,
        error: { code: 'ERR_HOOK_BEFORE_SEND' },
      })
      expect(set.origin.requests).toHaveLength(1)
    })
  })

  describe('branch 5: nothing usable, no obligation: collapsing is off for the key, and the original request goes out', () => {
    test('as the client made it, each for itself, in direct', async () => {
      const set = await fixture.start(ground, { collapse: { uncacheable: 'pass' } })
      await set.stored({ 'Cache-Control': 'no-store' })
      const errand = {
        headers: { 'If-None-Match': '"client"', Range: 'bytes=0-1' },
        overrides: unwanted,
      }
      const askings = [await set.begin(errand), await set.begin(errand)]
      await set.sent(3)
      expect(set.states).toEqual(['client direct', 'client direct'])
      for (const { headers } of set.origin.requests.slice(1))
        expect([headers.get('if-none-match'), headers.get('range')]).toEqual(['"client"', 'bytes=0-1'])
      for (const asking of askings) {
        set.origin.reply({ headers: fresh }, 'two')
        expect(await asking.answer()).toMatchObject({ body: 'two', outcome: 'pass' })
      }
      expect(await set.story('client')).toContain('lookup.pass')
    })
  })

  describe('branch 6: the backend has answered: a candidate, which afterSend may change', () => {
    test('its head, for the client and for the store', async () => {
      const set = await fixture.start(ground)
      set.origin.reply({ headers: fresh }, 'one')
      const afterSend = (candidate: Candidate): void => {
        candidate.status = 203
        candidate.setHeader('X-Judged', candidate.getHeader('etag') ?? '')
      }
      await set.ask({ overrides: { afterSend } })
      const told = await set.ask()
      expect([told.status, told.headers.get('x-judged'), told.outcome]).toEqual([203, '"1"', 'hit.fresh'])
    })

    test('the obligation is held until it is discharged', async () => {
      const set = await fixture.start(ground)
      const { opened, open } = gate()
      set.origin.reply({ headers: fresh }, 'one')
      const afterSend = async (): Promise<void> => opened
      const asking = await set.begin({ overrides: { afterSend } })
      await set.sent(1)
      await set.until('leader awaitBackend.attached')
      expect(set.cache.ledger().obligations).toEqual({ taken: 1, discharged: 0 })
      open()
      await asking.answer()
      expect(set.cache.ledger().obligations).toEqual({ taken: 1, discharged: 1 })
    })

    const failures: readonly [string, Overrides, string, (set: SeedStage) => void][] = [
      ['the candidate', {}, 'ERR_BACKEND_PROTOCOL', (set) => set.origin.fail()],
      [
        'the hook',
        { afterSend: () => Promise.reject(new Error('no')) },
        'ERR_HOOK_AFTER_SEND',
        (set) => set.origin.reply({ headers: fresh }, 'two'),
      ],
    ]

    test.each(failures)(
      'with an error in %s nothing is stored, and the error is the answer',
      async (_where, overrides, code, answer) => {
        const set = await fixture.start(ground)
        answer(set)
        const told = await set.ask({ overrides })
        expect([told.outcome, told.error]).toMatchObject(['error', { code }])
        await set.idle()
        expect(set.cache.ledger().obligations).toEqual({ taken: 1, discharged: 1 })
        set.origin.reply({}, 'three')
        expect((await set.ask()).body).toBe('three')
      },
    )

    test.each(failures)(
      'with an error in %s the stored response stands in, where stale-if-error allows it',
      async (_where, overrides, code, answer) => {
        const set = await fixture.start(ground)
        await set.stale(masking)
        answer(set)
        const told = await set.ask({ overrides })
        expect(told).toMatchObject({ status: 200, body: 'one', outcome: 'hit.masked' })
        expect(told.response?.maskedError).toMatchObject({ code })
      },
    )
  })
})
