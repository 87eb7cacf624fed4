/** The rest of the table "Decided once": hooks past the cache, clients that leave, what a shared cache keeps, and clocks. */
import { afterEach, describe, expect, test } from '@jest/globals'
import type { AbortPolicy, Candidate, Overrides } from '@cachechart/core'
import { grounds } from './grounds.ts'
import { SeedFixture, type Errand, type StageOptions } from './seed-stage.ts'

const fresh = { 'Cache-Control': 'max-age=60', ETag: '"1"' }

const fixture = new SeedFixture()
afterEach(() => fixture.stop())

describe.each(grounds)('on $name', (ground) => {
  describe('hooks on direct, pass, hit-for-pass: not run; onDirect is separate', () => {
    const ways: readonly [string, Errand, StageOptions][] = [
      ['direct', { method: 'DELETE' }, {}],
      ['pass', { overrides: { pass: true } }, {}],
      ['hit-for-pass', {}, { collapse: { uncacheable: 'pass' } }],
    ]

    test.each(ways)('%s', async (_way, errand, options) => {
      const set = await fixture.start(ground, options)
      await set.stored({ 'Cache-Control': 'no-store' })
      const ran: string[] = []
      const overrides: Overrides = {
        ...errand.overrides,
        beforeSend: () => void ran.push('beforeSend'),
        afterSend: () => void ran.push('afterSend'),
        onDirect: (outgoing) => {
          ran.push('onDirect')
          outgoing.setHeader('X-Direct', outgoing.method)
        },
      }
      set.origin.reply({}, 'two')
      const told = await set.ask({ ...errand, overrides })
      expect([told.body, told.outcome, ran]).toEqual(['two', 'pass', ['onDirect']])
      expect(set.origin.requests[1]?.headers.get('x-direct')).toBe(errand.method ?? 'GET')
    })
  })

  describe('client leaves while leading: finish if followers wait or the reply may be stored; else stop; a matrix option per role', () => {
    test('alone, and the reply may be stored: it is stored', async () => {
      const set = await fixture.start(ground)
      const leader = await set.begin()
      await set.sent(1)
      leader.leave()
      await set.until('leader awaitBackend.detached')
      set.origin.reply({ headers: fresh }, 'one')
      await set.idle()
      expect([(await set.ask()).outcome, set.origin.cancelled]).toEqual(['hit.fresh', 0])
    })

    test('alone, and nothing may be stored of the reply: the fetch is stopped', async () => {
      const set = await fixture.start(ground)
      const leader = await set.begin({ method: 'HEAD' })
      await set.sent(1)
      leader.leave()
      await set.idle()
      expect((await set.story('leader')).at(-1)).toBe('client.goneLast')
      expect(set.cache.ledger().obligations).toEqual({ taken: 1, discharged: 1 })
    })

    test('and followers wait: the fetch goes on for them, even where it would stop for itself', async () => {
      const set = await fixture.start(ground, { abort: { leader: { awaitBackend: 'finishIfWanted' } } })
      const leader = await set.begin()
      await set.sent(1)
      const follower = await set.begin()
      await set.until('leader awaitBackend.attached', 'follower awaitFlight')
      leader.leave()
      await set.until('leader awaitBackend.detached', 'follower awaitFlight')
      set.origin.reply({ headers: fresh }, 'one')
      expect(await follower.answer()).toMatchObject({ body: 'one', outcome: 'miss.follower' })
      expect(set.origin.cancelled).toBe(0)
    })

    test.each<[string, AbortPolicy, string[]]>([
      ['for leaders: stop', { leader: { awaitBackend: 'stop' } }, []],
      ['for leaders: finish if wanted', { leader: { awaitBackend: 'finishIfWanted' } }, []],
      [
        'for followers, which is not for a leader',
        { follower: { awaitFlight: 'stop' } },
        ['leader awaitBackend.detached'],
      ],
    ])('chosen %s', async (_what, abort, states) => {
      const set = await fixture.start(ground, { abort })
      const leader = await set.begin()
      await set.sent(1)
      leader.leave()
      await set.until(...states)
      if (states.length > 0) set.origin.reply({ headers: fresh }, 'one')
      await set.idle()
      expect((await set.story('leader')).at(-1)).toBe(states.length > 0 ? 'reply.store' : 'client.goneLast')
    })
  })

  describe('Set-Cookie in a shared cache: not stored unless the hook says so', () => {
    const cookie = { ...fresh, 'Set-Cookie': 'a=b' }

    test('what sets a cookie is for its client alone, and its key is marked uncacheable', async () => {
      const set = await fixture.start(ground)
      set.origin.reply({ headers: cookie }, 'one')
      const told = await set.ask()
      expect([told.headers.get('set-cookie'), told.outcome]).toEqual(['a=b', 'uncacheable'])
      expect(await set.story('leader')).toContain('reply.uncacheable')
      set.origin.reply({ headers: fresh }, 'two')
      expect((await set.ask()).body).toBe('two')
    })

    test.each<[string, (candidate: Candidate) => void]>([
      ['that it be inserted', (candidate) => void (candidate.action = 'insert')],
      ['nothing of cookies, as it has removed them', (candidate) => candidate.removeHeader('Set-Cookie')],
    ])('where the hook says %s it is stored', async (_what, afterSend) => {
      const set = await fixture.start(ground)
      set.origin.reply({ headers: cookie }, 'one')
      await set.ask({ overrides: { afterSend } })
      expect(await set.ask()).toMatchObject({ body: 'one', outcome: 'hit.fresh' })
    })
  })

  describe('Authorization: RFC 9111 §3.5', () => {
    const authorized = { headers: { Authorization: 'Basic abc' } }

    test('the reply to a user is not for others', async () => {
      const set = await fixture.start(ground)
      set.origin.reply({ headers: fresh }, 'one')
      expect((await set.ask(authorized)).outcome).toBe('uncacheable')
      set.origin.reply({ headers: fresh }, 'two')
      expect((await set.ask()).body).toBe('two')
    })

    test.each(['public', 'must-revalidate', 's-maxage=60'])('unless it says %s', async (directive) => {
      const set = await fixture.start(ground)
      set.origin.reply({ headers: { 'Cache-Control': `max-age=60, ${directive}` } }, 'one')
      await set.ask(authorized)
      expect(await set.ask()).toMatchObject({ body: 'one', outcome: 'hit.fresh' })
    })
  })

  describe('clock goes backwards: ages never negative, lifetimes saturate', () => {
    test('what was stored in what is the future now is new', async () => {
      const set = await fixture.start(ground)
      await set.stored(fresh)
      set.clock.jump(-3_600_000)
      const told = await set.ask()
      expect([told.outcome, told.headers.get('age')]).toEqual(['hit.fresh', '0'])
      expect(told.response).toMatchObject({ age: 0, ttl: 60 })
    })

    test('a lifetime is no longer than 2³¹ seconds, whatever is said', async () => {
      const set = await fixture.start(ground)
      const told = await set.stored({ 'Cache-Control': 'max-age=99999999999999999999' })
      expect(told.response?.ttl).toBe(2 ** 31)
      set.clock.jump(-3_600_000)
      expect((await set.ask()).response).toMatchObject({ age: 0, ttl: 2 ** 31 })
    })
  })
})
