/** A lease that fails, is silent or comes too late: nothing depends on it but the number of requests to the origin. */
import { describe, expect, test } from '@jest/globals'
import {
  LeaseError,
  type CacheRequest,
  type Lease,
  type LeaseAnswer,
  type LeaseEnd,
  type LeaseSubject,
  type Overrides,
} from '@cachechart/core'
import { expectFleetAtRest, fleet, memberAt, sendEach, statesOf, subject } from './fleet-stage.ts'
import { expectNothingLeft, fresh, sendAll, textsOf } from './flight-stage.ts'
import { get, interpreters, settle, stage, storyOf, textOf } from './stage.ts'

describe.each(interpreters)('a lease that cannot be asked, on the %s,', (interpreter) => {
  test('leaves each process alone, and the requests of each together', async () => {
    const given = fleet(2, { interpreter })
    for (const { lease } of given.members) lease.failNext()
    const pending = sendEach(given.members, 3)
    await settle()
    expect(given.backend.calls).toHaveLength(2)
    for (const { cache } of given.members) expect(cache.tolerated().lease).toBe(1)
    for (let each = 0; each < 2; each += 1) given.backend.reply(fresh, 'each')
    expect(await textsOf(pending)).toEqual(Array(6).fill('each'))
    await settle()
    expect(given.store.claims.map((claim) => claim?.lease)).toEqual([undefined, undefined])
    expectFleetAtRest(given)
  })

  test('is waited for as long as the store may take, and what is granted then is given back', async () => {
    const given = fleet(2, { interpreter })
    const late = memberAt(given, 0)
    late.lease.setDelay('manual')
    const pending = sendEach([late], 2)
    expect(statesOf(late)[0]).toBe('leader awaitLease.asked')
    given.clock.advance(2_000)
    expect(statesOf(late)[0]).toBe('leader awaitBackend.attached')
    expect([late.lease.answer(), late.lease.holder(subject)]).toEqual([1, expect.anything()])
    await settle()
    expect(late.lease.holder(subject)).toBeUndefined()
    given.backend.reply(fresh, 'one')
    expect(await textsOf(pending)).toEqual(['one', 'one'])
    await settle()
    expect(given.store.claims).toEqual([undefined])
    expectFleetAtRest(given)
  })

  test('is not waited for by one that has left, who gives back what is granted then', async () => {
    const given = fleet(2, { interpreter })
    const late = memberAt(given, 0)
    late.lease.setDelay('manual')
    const [pending] = sendEach([late], 1)
    pending?.cancel()
    expect([late.cache.inFlight(), late.lease.answer()]).toEqual([[], 1])
    await settle()
    expect(given.backend.calls).toEqual([])
    expectFleetAtRest(given)
  })

  test('is overtaken by a purge, and asked again', async () => {
    const given = fleet(2, { interpreter })
    const late = memberAt(given, 0)
    late.lease.setDelay('manual')
    const pending = sendEach([late], 1)
    await late.cache.purge({ all: true })
    late.lease.setDelay('sync')
    late.lease.answer()
    await settle()
    expect(late.lease.held).toEqual([])
    for (let turn = 0; turn < 3; turn += 1) {
      late.lease.answer()
      given.clock.advance(2_000)
      await settle()
    }
    given.backend.reply(fresh, 'one')
    expect(await textsOf(pending)).toEqual(['one'])
    await settle()
    expect(storyOf(late.cache).slice(0, 4)).toEqual([
      'request.lookup',
      'lookup.leaseObliged',
      'purge.noted',
      'lookup.leaseObliged',
    ])
    expectFleetAtRest(given)
  })

  test('is left alone when it has failed again and again, and asked again after a while', async () => {
    const given = fleet(1, { interpreter, storeBreaker: { failures: 2, pause: 1_000 } })
    const { cache, lease, tolerated } = memberAt(given, 0)
    const ask = async (): Promise<unknown> => {
      given.backend.reply({ fields: ['Cache-Control', 'max-age=0'] }, 'each')
      await textOf(await cache.handle(get()))
      await settle()
      const error: unknown = tolerated.at(-1)?.error
      return error instanceof LeaseError ? error.code : error
    }
    lease.failNext()
    lease.failNext()
    expect([await ask(), await ask()]).toEqual(['ERR_LEASE_FAILED', 'ERR_LEASE_FAILED'])
    expect([await ask(), cache.tolerated().lease]).toEqual(['ERR_LEASE_UNAVAILABLE', 3])
    given.clock.advance(2_000)
    await ask()
    expect([cache.tolerated().lease, cache.storeBreaker(), given.backend.calls.length]).toEqual([
      3,
      'closed',
      4,
    ])
    expectFleetAtRest(given)
  })
})

describe.each(interpreters)('a lease of which nothing is heard, on the %s,', (interpreter) => {
  const silent = () => {
    const given = fleet(1, { interpreter, storeBreaker: { failures: 2, pause: 60_000 } })
    const member = memberAt(given, 0)
    member.lease.setDelay('manual')
    return { given, member }
  }

  test('is left alone as one that fails', async () => {
    const { given, member } = silent()
    for (let each = 1; each <= 3; each += 1) {
      const pending = sendEach([member], 1)
      if (each < 3) given.clock.advance(2_000)
      given.backend.reply({ fields: ['Cache-Control', 'max-age=0'] }, 'each')
      expect(await textsOf(pending)).toEqual(['each'])
      await settle()
    }
    expect([member.lease.answer(), member.cache.tolerated().lease]).toEqual([2, 1])
    await settle()
    expectFleetAtRest(given)
  })

  test('has not failed where those who asked have left, and the next one tries', async () => {
    const { given, member } = silent()
    for (let each = 0; each < 3; each += 1) {
      const [pending] = sendEach([member], 1)
      expect(statesOf(member)).toEqual(['leader awaitLease.asked'])
      pending?.cancel()
    }
    expect([member.lease.answer(), member.cache.tolerated().lease]).toEqual([3, 0])
    await settle()
    expectFleetAtRest(given)
  })
})

/** A lease that breaks its word in one way. */
const brokenLease = (acquire: Lease['acquire']): Lease & { readonly asked: LeaseSubject[] } => {
  const asked: LeaseSubject[] = []
  return {
    asked,
    acquire(what) {
      asked.push(what)
      return acquire(what)
    },
    close: () => {},
  }
}

const granted =
  (release: (how: 'stored' | 'uncacheable') => void) =>
  (what: LeaseSubject): LeaseAnswer => ({
    type: 'granted',
    grant: { ...what, token: 1, release },
  })

describe.each(interpreters)('a lease that breaks its word, on the %s,', (interpreter) => {
  test.each<[string, Lease['acquire'], number]>([
    [
      'throws what is no error of a lease',
      () => {
        throw new TypeError('oops')
      },
      1,
    ],
    ['rejects with what is no error of a lease', () => Promise.reject(new TypeError('oops')), 1],
    [
      'throws when it is given back',
      granted(() => {
        throw new TypeError('oops')
      }),
      1,
    ],
    [
      'rejects where it should tell of an end',
      () => ({
        type: 'taken',
        wait: { token: 1, ended: Promise.reject<LeaseEnd>(new TypeError('oops')), leave: () => {} },
      }),
      2,
    ],
  ])('%s: that is tolerated, and all are served', async (_what, acquire, asking) => {
    let turn = 0
    const working = granted(() => {})
    // One that is lost is asked for again: that time it is there.
    const lease = brokenLease((what) => (turn++ === 0 || asking === 1 ? acquire(what) : working(what)))
    const given = stage({ interpreter, lease })
    const pending = sendAll(given, 2)
    await settle()
    given.backend.reply(fresh, 'one')
    expect(await textsOf(pending)).toEqual(['one', 'one'])
    await settle()
    expect([lease.asked.length, given.cache.tolerated().lease]).toEqual([asking, 1])
    expectNothingLeft(given)
  })

  test('throws when it is not waited for any more: its client has left all the same', async () => {
    const wait = {
      token: 1,
      ended: new Promise<LeaseEnd>(() => {}),
      leave: () => {
        throw new TypeError('oops')
      },
    }
    const given = stage({ interpreter, lease: brokenLease(() => ({ type: 'taken', wait })) })
    const [pending] = sendAll(given, 1)
    pending?.cancel()
    await expect(pending?.wait()).rejects.toMatchObject({ code: 'ERR_CANCELLED' })
    expect(given.cache.tolerated().lease).toBe(1)
    expectNothingLeft(given)
  })
})

describe('for what a lease is asked', () => {
  const asked = (request: CacheRequest, overrides: Overrides = {}) => {
    const lease = brokenLease(granted(() => {}))
    stage({ lease }).cache.send(request, overrides)
    return lease.asked.map(({ variant }) => variant)
  }

  test.each<[string, Parameters<typeof asked>]>([
    ['a HEAD, which brings nothing to store', [{ ...get(), method: 'HEAD' }]],
    ['a write', [{ ...get(), method: 'POST' }]],
    ['a client that wants the origin asked', [get(undefined, 'Cache-Control', 'no-cache')]],
    ['what is not for others', [get(undefined, 'Authorization', 'Basic x')]],
    ['one that is not to wait for others', [get(), { collapse: false }]],
  ])('is not %s', (...[, given]) => {
    expect(asked(...given)).toEqual([])
  })

  test('is the whole, or the part of it that is wanted', () => {
    const [whole, part] = [asked(get()), asked(get(undefined, 'Range', 'bytes=0-1'))]
    expect([whole, part.length]).toEqual([[''], 1])
    expect(part[0]).toContain('bytes=0-1')
  })
})
