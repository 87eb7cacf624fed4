/** The table "Decided once": where the sources of the project disagree, this is what it does. One row, one description. */
import { afterEach, describe, expect, test } from '@jest/globals'
import type { Overrides } from '@cachechart/core'
import { grounds } from './grounds.ts'
import { SeedFixture, type Errand } from './seed-stage.ts'

const fresh = { 'Cache-Control': 'max-age=60', ETag: '"1"' }
const revalidating = { 'Cache-Control': 'max-age=60, stale-while-revalidate=600', ETag: '"1"' }
const masking = { 'Cache-Control': 'max-age=60, stale-if-error=600', ETag: '"1"' }

const fixture = new SeedFixture()
afterEach(() => fixture.stop())

describe.each(grounds)('on $name', (ground) => {
  describe('background start fails: serve stale, emit an event', () => {
    test('once for each start that failed, and the stored response stays', async () => {
      const set = await fixture.start(ground)
      await set.stale(revalidating)
      const beforeSend = (): never => {
        throw new Error('no')
      }
      expect(await set.ask({ overrides: { beforeSend } })).toMatchObject({
        status: 200,
        body: 'one',
        outcome: 'hit.stale',
        error: undefined,
      })
      await set.idle()
      expect(set.tolerated).toMatchObject([
        {
          during: 'refresh',
          key: set.url(),
          error: { code: 'ERR_HOOK_BEFORE_SEND', cause: { message: 'no' } },
        },
      ])
      expect(set.cache.tolerated().refresh).toBe(1)
      expect((await set.ask({ overrides: { beforeSend } })).outcome).toBe('hit.stale')
    })
  })

  describe('ttl override: remaining freshness from now; maxAge (full lifetime) offered beside it', () => {
    test.each<[string, Overrides, number]>([
      ['ttl counts from now, whatever the age', { ttl: 60 }, 60],
      ['maxAge counts from the response’s birth', { maxAge: 150 }, 50],
      ['a ttl of 0 is not an unset one', { ttl: 0 }, 0],
      ['unset, the reply’s own words count', {}, 900],
    ])('%s', async (_what, overrides, left) => {
      const set = await fixture.start(ground)
      set.origin.reply({ headers: { 'Cache-Control': 'max-age=1000', Age: '100', ETag: '"1"' } }, 'one')
      expect((await set.ask({ overrides })).response).toMatchObject({ ttl: left, age: 100 })
    })
  })

  describe('client transform on a chosen stale response: yes (conditional, Range, HEAD)', () => {
    test.each<[string, Errand, number, string]>([
      ['conditional', { headers: { 'If-None-Match': '"1"' } }, 304, ''],
      ['Range', { headers: { Range: 'bytes=1-2' } }, 206, 'ne'],
      ['HEAD', { method: 'HEAD' }, 200, ''],
    ])('%s', async (_what, errand, status, body) => {
      const set = await fixture.start(ground)
      await set.stale(masking)
      set.origin.fail()
      expect(await set.ask(errand)).toMatchObject({ status, body, outcome: 'hit.masked' })
    })
  })

  describe('stale-if-error when the store’s commit fails: yes before the first byte; a reply that only could not be written passes through', () => {
    test('what fails before anything is out is masked', async () => {
      const set = await fixture.start(ground)
      await set.stale(masking)
      set.origin.reply({ headers: fresh }, 'two')
      const told = await set.ask({ overrides: { afterSend: () => Promise.reject(new Error('no')) } })
      expect(told).toMatchObject({ body: 'one', outcome: 'hit.masked' })
      expect(told.response?.maskedError).toMatchObject({ code: 'ERR_HOOK_AFTER_SEND' })
    })

    test.each(['put', 'write', 'commit'] as const)(
      'where the store fails to %s, the origin’s reply is the answer, and the failure is told',
      async (operation) => {
        const set = await fixture.start(ground)
        await set.stale(masking)
        set.store.failNext(operation)
        set.origin.reply({ headers: fresh }, 'two')
        expect(await set.ask()).toMatchObject({ status: 200, body: 'two', outcome: 'miss.leader' })
        await set.idle()
        expect(set.tolerated).toMatchObject([{ during: 'write', error: { code: 'ERR_STORE_FAILED' } }])
      },
    )

    test('where the store fails to keep a new head, what was validated is the answer', async () => {
      const set = await fixture.start(ground)
      await set.stale(masking)
      set.store.failNext('freshen')
      set.origin.reply({ status: 304, headers: fresh })
      expect(await set.ask()).toMatchObject({ status: 200, body: 'one', outcome: 'revalidated' })
      expect(set.tolerated).toMatchObject([{ during: 'freshen' }])
    })
  })

  describe('which replies count as error: transport failures, deadlines, and 500, 502, 503, 504; configurable; off switch', () => {
    test('a transport failure', async () => {
      const set = await fixture.start(ground)
      await set.stale(masking)
      set.origin.fail()
      expect((await set.ask()).outcome).toBe('hit.masked')
    })

    test('a deadline', async () => {
      const set = await fixture.start(ground, { deadlines: { reply: 1_000 } })
      await set.stale(masking)
      const asking = await set.begin()
      await set.sent(2)
      set.clock.advance(1_000)
      const told = await asking.answer()
      expect([told.outcome, told.response?.maskedError]).toMatchObject([
        'hit.masked',
        { code: 'ERR_DEADLINE' },
      ])
    })

    test.each([500, 502, 503, 504])('%d', async (status) => {
      const set = await fixture.start(ground)
      await set.stale(masking)
      set.origin.reply({ status }, 'sorry')
      const told = await set.ask()
      expect(told).toMatchObject({ status: 200, body: 'one', outcome: 'hit.masked' })
      expect(told.response?.maskedError).toMatchObject({
        code: 'ERR_REPLY_STATUS',
        message: expect.stringContaining(String(status)),
      })
    })

    test.each([
      [404, undefined],
      [501, undefined],
      [505, undefined],
      [503, [404]],
      [503, []],
    ])('not %d, where those that count are %j', async (status, errorStatuses) => {
      const set = await fixture.start(
        ground,
        errorStatuses === undefined ? {} : { policy: { errorStatuses } },
      )
      await set.stale(masking)
      set.origin.reply({ status }, 'sorry')
      expect(await set.ask()).toMatchObject({ status, body: 'sorry' })
    })

    test('another, where it was chosen', async () => {
      const set = await fixture.start(ground, { policy: { errorStatuses: [404] } })
      await set.stale(masking)
      set.origin.reply({ status: 404 }, 'sorry')
      expect((await set.ask()).outcome).toBe('hit.masked')
    })
  })
})
